// Tradeward: passkeys. A form with data-passkey holds what the server asks, or where to ask for it; what the device answers goes
// into its field "credential". Without this file one signs in with a password and an authenticator's code.
(() => {
  "use strict";
  const bytes = told => Uint8Array.from(atob(told.replace(/-/g, "+").replace(/_/g, "/")), one => one.charCodeAt(0));
  const told = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const keys = listed => (listed || []).map(one => ({ ...one, id: bytes(one.id) }));

  function answered(credential) {
    const said = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) said[name] = told(credential.response[name]);
    }
    return JSON.stringify({
      type: credential.type, id: credential.id, rawId: told(credential.rawId), response: said,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  }

  async function made(asked, alone) {
    const options = asked.creation_options.publicKey;
    const chosen = { ...options.authenticatorSelection };
    chosen.residentKey = alone ? "required" : "discouraged";
    chosen.requireResidentKey = alone;
    if (alone) chosen.userVerification = "required";
    return navigator.credentials.create({ publicKey: {
      ...options, authenticatorSelection: chosen, challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: keys(options.excludeCredentials),
    } });
  }

  async function shown(asked) {
    const options = asked.request_options.publicKey;
    return navigator.credentials.get({ publicKey: {
      ...options, challenge: bytes(options.challenge), allowCredentials: keys(options.allowCredentials),
    } });
  }

  async function asks(form) {
    if (form.dataset.asks) return JSON.parse(form.dataset.asks);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async event => {
      event.preventDefault();
      const failed = form.querySelector("[data-failed]");
      failed.hidden = true;
      try {
        const asked = await asks(form);
        const alone = form.elements.passwordless;
        const credential = form.dataset.passkey === "make" ? await made(asked, Boolean(alone && alone.checked)) : await shown(asked);
        form.elements.credential.value = answered(credential);
        form.submit();
      } catch {
        failed.hidden = false;
      }
    });
  }
})();
