// A call: figures choose the answer of the question at hand and go on to the next, arrows change the question, Enter in
// the last one saves. Questions that only somebody who was reached can answer are shown then. Without this script the
// form is the same, with all questions shown.
(function () {
  "use strict";

  function list(nodes) { return Array.prototype.slice.call(nodes); }

  function asked(form) {
    return list(form.querySelectorAll("[data-ask]")).filter(function (part) { return part.getClientRects().length > 0; });
  }

  function goTo(part) {
    const goal = part.querySelector("input:checked") || part.querySelector("input, textarea");
    if (goal) goal.focus();
  }

  function follow(form) {
    const reach = form.querySelector('input[name="reach"]:checked');
    form.querySelector("[data-answers]").hidden = !(reach && reach.value === "reached");
    list(form.querySelectorAll(".choice")).forEach(function (choice) {
      choice.classList.toggle("is-picked", choice.querySelector("input").checked);
    });
  }

  function save(form) { form.querySelector("button[type=submit]").focus(); }

  function onward(form, part) {
    const parts = asked(form);
    const next = parts[parts.indexOf(part) + 1];
    if (next) goTo(next); else save(form);
  }

  function prepare(within) {
    list(within.querySelectorAll("form[data-call]")).forEach(function (form) {
      follow(form);
      if (!form.querySelector("[data-error-summary]")) goTo(form.querySelector("[data-ask]"));
    });
  }

  document.addEventListener("change", function (event) {
    const form = event.target.closest("form[data-call]");
    if (form) follow(form);
  });

  document.addEventListener("keydown", function (event) {
    const form = event.target.closest("form[data-call]");
    if (!form || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.keyCode === 229) return;
    const part = event.target.closest("[data-ask]");
    if (!part) return;
    const text = event.target.matches("input[type=text], textarea");
    if (!text && /^[1-9]$/.test(event.key)) {
      const choices = part.querySelectorAll("input[type=radio]");
      const chosen = choices[Number(event.key) - 1];
      if (!chosen) return;
      event.preventDefault();
      chosen.checked = true;
      follow(form);
      onward(form, part);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      onward(form, part);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (event.target.matches("textarea")) return;
      const parts = asked(form);
      const next = parts[parts.indexOf(part) + (event.key === "ArrowDown" ? 1 : -1)];
      if (!next) return;
      event.preventDefault();
      goTo(next);
    }
  });

  document.addEventListener("yizhan:shown", function (event) { prepare(event.detail.within); });
  prepare(document);
})();
