// The registration screen: digits typed or read into the name go where they belong, and what the ID says is filled in.
(function () {
  "use strict";

  const WHOLE_ID = /^\d{17}[\dXx]$/;
  const MOBILE = /^1[3-9]\d{9}$/;

  function field(form, hook) { return form.querySelector("[" + hook + "]"); }

  // Tell htmx (and nobody else) that a field is complete, without leaving it.
  function complete(input) { input.dispatchEvent(new Event("change", { bubbles: true })); }

  function move(from, to, value) {
    to.value = value;
    from.value = "";
    complete(to);
  }

  document.addEventListener("input", function (event) {
    const input = event.target;
    const form = input.form;
    if (!form || !form.hasAttribute("data-register")) return;
    const typed = input.value.trim();
    // A card reader types eighteen signs wherever the cursor stands; no name is made of digits.
    if (input.hasAttribute("data-who")) {
      if (WHOLE_ID.test(typed)) move(input, field(form, "data-id-no"), typed.toUpperCase());
      else if (MOBILE.test(typed)) move(input, field(form, "data-mobile"), typed);
    } else if (input.hasAttribute("data-id-no") && WHOLE_ID.test(typed)) {
      complete(input);
    } else if (input.name === "sex" || input.name === "birth_on") {
      delete input.dataset.fromId;
    }
  });

  // The Enter that a reader types behind the number must not leave the name when it was moved away from there.
  document.addEventListener("keydown", function (event) {
    const input = event.target;
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
    if (!input.hasAttribute || !input.hasAttribute("data-who") || !input.form) return;
    const moved = field(input.form, "data-id-no").value || field(input.form, "data-mobile").value;
    if (!input.value.trim() && moved) event.preventDefault();
  }, true);

  function fillFrom(says) {
    const form = document.getElementById("register-form");
    if (!form) return;
    [["sex", says ? says.dataset.sex : ""], ["birth_on", says ? says.dataset.birth : ""]].forEach(function (pair) {
      const input = form.elements[pair[0]];
      if (!input) return;
      if (!says && !input.dataset.fromId) return;
      input.value = pair[1];
      if (says) input.dataset.fromId = "yes"; else delete input.dataset.fromId;
    });
  }

  document.addEventListener("htmx:afterSettle", function (event) {
    const target = event.detail.target;
    if (target && target.id === "known") fillFrom(target.querySelector("[data-id-says]"));
  });
})();
