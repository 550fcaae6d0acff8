"""Passkeys in a real browser, whose device is Chromium's own virtual one: as a second factor, and alone (issue: passkeys)."""

import pytest

from tests.browser.windows import PHONE, Desktop, Window

PASSWORD = "correct horse battery"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
    "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def desktop(service, chromium, screens):
    """Windows under an address with a name: a browser knows no passkeys of a number."""
    made = Desktop(chromium, f"http://localhost:{service.port}", screens)
    yield made
    made.close()


def with_device(window: Window) -> Window:
    """The same window, on a machine with a device for passkeys."""
    told = window.context.new_cdp_session(window.page)
    told.send("WebAuthn.enable")
    told.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return window


def account(desktop: Desktop, *, of: str, email: str) -> Window:
    """Somebody who took an invitation up and has signed in."""
    window = desktop.window(who=of)
    window.open("/people").page.get_by_role("link", name="Invite").first.click()
    window.fill(email=email).press("Invite")
    address = window.text().split("seven days: ")[1].split()[0]
    window.open(address).fill(password=PASSWORD, again=PASSWORD).press("Make my account")
    return signed_in(window, email)


def signed_in(window: Window, email: str) -> Window:
    """Address and password typed."""
    window.open("/account/login/").fill(login=email, password=PASSWORD).page.click("form.card button")
    window.page.wait_for_load_state()
    return window


def add(window: Window) -> None:
    """Add a passkey to one's account, after one's password, that opens it alone."""
    window.open("/account/2fa/webauthn/add/").fill(password=PASSWORD).press("Confirm")
    window.keep("passkey-add-desk")
    window.page.check('[name="passwordless"]')
    window.page.get_by_role("button", name="Add a passkey").click()
    window.page.wait_for_url("**/recovery-codes/")


def test_a_passkey_is_a_second_factor_and_then_a_way_in(desktop) -> None:
    """Issue: passkeys beside codes; the second factor of a password, or, behind the device's own lock, enough."""
    email = "keys@harbour.example"
    window = with_device(account(desktop, of="Harbour and Pine", email=email))
    add(window)
    window.press("Leave")
    signed_in(window, email)
    assert "/account/2fa/authenticate/" in window.page.url
    window.keep("passkey-asked-desk")
    window.press("Use a passkey").page.wait_for_url("**/desk")
    window.open("/account/2fa/webauthn/").keep("passkeys-desk")
    window.press("Leave").open("/account/login/").press("Sign in with a passkey").page.wait_for_url("**/desk")
    assert "Harbour and Pine" in window.page.inner_text("header")


def test_a_browser_without_a_device_says_so(desktop) -> None:
    """Bad input: one sentence with the way out, and nothing in the console."""
    window = with_device(desktop.window(size=PHONE))
    window.open("/account/login/").press("Sign in with a passkey")
    window.page.get_by_text("No passkey came").wait_for()
    window.keep("passkey-failed-phone")
    assert window.wide() == 0
