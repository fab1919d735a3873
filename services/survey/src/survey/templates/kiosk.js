(() => {
  // Attributes are read by name: a question may be called "action" or "elements", and hides what a form says of itself.
  const form = document.forms[0], notice = document.getElementById("left-alone"), ALONE_MS = 60000, WARNED_MS = 30000;
  let timer;
  const isTouched = () => [...form.querySelectorAll("[data-question] input, [data-question] textarea")]
    .some(field => field.matches("textarea, [type=text]") ? field.value : field.checked);
  const empty = () => location.replace(form.getAttribute("action"));
  const warn = () => {
    notice.textContent = notice.dataset.text;
    timer = setTimeout(empty, WARNED_MS);
  };
  const wait = () => {
    clearTimeout(timer);
    notice.textContent = "";
    if (isTouched()) timer = setTimeout(warn, ALONE_MS);
  };
  for (const sign of ["input", "keydown", "pointerdown", "scroll", "pageshow"]) addEventListener(sign, wait);
  wait();
})();
