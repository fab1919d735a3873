(() => {
  // Attributes are read by name: a question may be called "dataset", and hides what a form says of itself.
  const form = document.forms[0], known = JSON.parse(form.getAttribute("data-known"));
  const questions = [...form.querySelectorAll("[data-question]")];
  const fields = question => [...question.querySelectorAll("input, textarea")];
  const read = question => {
    const chosen = fields(question).filter(field => field.checked).map(field => field.value);
    const words = fields(question).find(field => field.matches("textarea, [type=text]"));
    if (chosen.length || !words || !words.value.trim()) return chosen;
    return [words.name === question.dataset.question ? words.value : "other"];
  };
  const meets = (test, values) => {
    if ("answered" in test) return test.answered === values.length > 0;
    if ("equals" in test) return values.includes(String(test.equals));
    if ("any_of" in test) return test.any_of.some(value => values.includes(String(value)));
    if (!values.length) return false;
    return "at_least" in test ? values[0] >= test.at_least : values[0] <= test.at_most;
  };
  const holds = (rule, answers) =>
    rule.and ? rule.and.every(part => holds(part, answers))
    : rule.or ? rule.or.some(part => holds(part, answers))
    : rule.not ? !holds(rule.not, answers)
    : meets(rule, answers[rule.question] || []);
  const update = () => {
    const answers = Object.fromEntries(Object.entries(known).map(([key, values]) => [key, values.map(String)]));
    for (const question of questions) {
      const rule = question.dataset.if, asked = !rule || holds(JSON.parse(rule), answers);
      question.hidden = !asked;
      for (const field of fields(question)) field.disabled = !asked;
      if (asked) answers[question.dataset.question] = read(question);
    }
  };
  for (const note of form.querySelectorAll("[data-maybe]")) note.hidden = true;
  form.addEventListener("input", update);
  addEventListener("pageshow", update);
  update();
})();
