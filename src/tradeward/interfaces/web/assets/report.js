// Tradeward: an inspector's report keeps what was typed on the device until it is filed. Without this file the form works as well.
(() => {
  "use strict";
  const here = document.currentScript.src;  // whoever answers for this file is there for the form as well
  const kept = "tradeward:report:";
  const store = {
    get: name => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } },
    set: (name, value) => { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* a full or closed store keeps nothing */ } },
    drop: name => { try { localStorage.removeItem(name); } catch { /* as above */ } },
  };
  const cleared = document.querySelector("[data-clear]");
  if (cleared) store.drop(kept + cleared.dataset.clear);
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const name = kept + form.dataset.keep;
  const say = (word, shows) => { const one = form.querySelector(`[data-say="${word}"]`); if (one) one.hidden = !shows; };
  const ours = one => one.name && one.type !== "file" && one.name !== "csrfmiddlewaretoken" && one.name !== "seen" && one.tagName !== "BUTTON";
  const fields = () => [...form.elements].filter(ours);

  function keep() {
    const typed = {};
    for (const one of fields()) {
      if (one.type === "radio" && !one.checked) continue;
      (typed[one.name] ||= []).push(one.value);
    }
    store.set(name, typed);
  }

  function restore() {
    const typed = store.get(name);
    if (!typed || !("fresh" in form.dataset)) return;
    const nth = {};
    for (const one of fields()) {
      const values = typed[one.name];
      if (!values) continue;
      if (one.type === "radio") { one.checked = values.includes(one.value); continue; }
      const n = nth[one.name] = (nth[one.name] ?? -1) + 1;
      if (n < values.length) one.value = values[n];
    }
    say("back", true);
  }

  function tally(box) {
    const input = box.querySelector("input"), over = Number(input.value) >= Number(box.dataset.reject);
    box.classList.toggle("rejects", over);
    box.querySelector("[data-over]").hidden = !over;
  }

  const number = text => /^-?\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.trim().replace(",", ".")) : null;

  function readings(box) {
    const least = number(box.dataset.least), most = number(box.dataset.most), told = box.querySelector("[data-tally]");
    let filled = 0, outside = 0, cells = box.querySelectorAll("input");
    for (const one of cells) {
      const value = number(one.value), out = value !== null && ((least !== null && value < least) || (most !== null && value > most));
      filled += one.value.trim() !== ""; outside += out;
      one.classList.toggle("out", out);
    }
    if (cells.length) told.textContent = `${filled}/${cells.length} ${told.dataset.of}` + (outside ? `, ${outside} ${told.dataset.out}` : "");
  }

  function look() {
    form.querySelectorAll(".tally").forEach(tally);
    form.querySelectorAll(".readings").forEach(readings);
  }

  form.addEventListener("input", () => { look(); keep(); });
  form.addEventListener("click", event => {
    const step = event.target.closest("[data-step]");
    if (step) {
      event.preventDefault();
      const input = step.parentElement.querySelector("input");
      input.value = String(Math.max(0, (parseInt(input.value, 10) || 0) + Number(step.dataset.step)));
      look(); keep();
    } else if (event.target.closest("[data-drop]")) {
      store.drop(name); location.reload();
    }
  });
  form.addEventListener("keydown", event => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();  // the key that ends a reading goes to the next one, and files nothing
    const all = [...form.querySelectorAll("input:not([type=hidden]), select, textarea")];
    all[all.indexOf(event.target) + 1]?.focus();
  });

  let sending = false;
  form.addEventListener("submit", event => {
    if (event.submitter?.name === "more") return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    keep();
    say("offline", false);
    fetch(here, { method: "HEAD", cache: "no-store" })
      .then(() => HTMLFormElement.prototype.submit.call(form), () => { sending = false; say("offline", true); });
  });
  addEventListener("online", () => say("offline", false));
  addEventListener("pageshow", () => { sending = false; });

  const where = form.querySelector("[data-where]");
  if (where && navigator.geolocation) {
    where.hidden = false;
    where.querySelector("[data-here]").addEventListener("click", () => {
      navigator.geolocation.getCurrentPosition(
        found => {
          const { latitude, longitude, accuracy } = found.coords;
          form.elements["report.position"].value = `${latitude.toFixed(5)}, ${longitude.toFixed(5)} (±${Math.round(accuracy)} m)`;
          keep();
        },
        () => say("nowhere", true), { enableHighAccuracy: true, timeout: 15000 });
    });
  }
  restore();
  look();
})();
