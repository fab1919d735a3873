(() => {
  // Read by name: a question may be called "action", and hides what the form says of itself.
  const form = document.forms[0], address = `${form.getAttribute("action")}/partial`;
  let timer, changed = false;
  const save = () => {
    clearTimeout(timer);
    if (changed) navigator.sendBeacon(address, new URLSearchParams(new FormData(form)));
    changed = false;
  };
  const forget = () => {
    clearTimeout(timer);
    changed = false;
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    changed = true;
    timer = setTimeout(save, 1500);
  });
  form.addEventListener("submit", forget);
  addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", () => document.hidden && save());
})();
