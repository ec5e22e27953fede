// 通行密钥: asks the browser for a signature and sends it with the form it stands in.  Without it the code still works.
"use strict";

const bytes = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (one) => one.charCodeAt(0));
};

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

const ceremonies = {
  async register(options) {
    const made = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: named(options.excludeCredentials),
      },
    });
    return { attestationObject: text(made.response.attestationObject), made };
  },
  async use(options) {
    const made = await navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: named(options.allowCredentials),
      },
    });
    const { authenticatorData, signature } = made.response;
    return { authenticatorData: text(authenticatorData), signature: text(signature), made };
  },
};

document.querySelectorAll("[data-passkey]").forEach((button) => {
  if (!window.PublicKeyCredential) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const form = button.form;
    const wrong = form.querySelector(".passkey-wrong");
    wrong.hidden = true;
    try {
      const { made, ...signed } = await ceremonies[button.dataset.passkey](JSON.parse(button.dataset.options));
      form.elements.credential.value = JSON.stringify({
        id: made.id,
        rawId: text(made.rawId),
        type: made.type,
        response: { ...signed, clientDataJSON: text(made.response.clientDataJSON) },
      });
      form.requestSubmit(form.querySelector(".btn-primary"));
    } catch {
      wrong.hidden = false;
    }
  });
});
