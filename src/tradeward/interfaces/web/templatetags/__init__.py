"""What templates of pages may use besides Django's own."""
