"""Measurements that need something installed or prepared by hand."""
