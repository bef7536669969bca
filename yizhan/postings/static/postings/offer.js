// Suggestions under a field. htmx fetches the list into the <ul role="listbox"> that the field names in data-suggest;
// this script shows it, moves in it by arrow keys, and fills the form from the data-set-* of the chosen option.
// What a choice had filled in is emptied when the field is typed in again, so that words and codes never disagree.
(function () {
  "use strict";

  function listOf(input) { return document.getElementById(input.dataset.suggest); }

  function options(list) { return Array.prototype.slice.call(list.querySelectorAll('[role="option"]:not([aria-disabled])')); }

  function close(input) {
    const list = listOf(input);
    if (!list) return;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(input, option) {
    options(listOf(input)).forEach(function (each) { each.setAttribute("aria-selected", each === option ? "true" : "false"); });
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
  }

  function say(input, sentence) {
    const place = input.closest(".suggest");
    const words = place && place.querySelector("[data-chosen]");
    if (words) words.textContent = sentence || "";
  }

  function choose(input, option) {
    const form = input.form;
    Array.prototype.forEach.call(option.attributes, function (attribute) {
      if (attribute.name.indexOf("data-set-") !== 0) return;
      const field = form.elements[attribute.name.slice("data-set-".length)];
      if (!field) return;
      // A township from elsewhere is not in the list of the county: the list keeps what it had.
      if (field.tagName === "SELECT" && !field.querySelector('option[value="' + attribute.value + '"]')) return;
      field.value = attribute.value;
    });
    say(input, option.dataset.say);
    close(input);
  }

  function forget(input) {
    const place = input.closest(".suggest");
    const names = place && place.dataset.clears ? place.dataset.clears.split(" ") : [];
    names.forEach(function (name) {
      const field = input.form.elements[name];
      if (field) field.value = "";
    });
    say(input, "");
  }

  document.addEventListener("input", function (event) {
    if (event.target.matches && event.target.matches("[data-suggest]")) forget(event.target);
  });

  document.addEventListener("htmx:afterSwap", function (event) {
    const list = event.target;
    if (!list.matches || !list.matches('ul[role="listbox"]')) return;
    const input = document.querySelector('[data-suggest="' + list.id + '"]');
    if (!input || document.activeElement !== input) return;
    list.hidden = list.children.length === 0;
    input.setAttribute("aria-expanded", list.hidden ? "false" : "true");
  });

  // In the capture phase: while the list is open, Enter chooses and does not go to the next field.
  document.addEventListener("keydown", function (event) {
    const input = event.target;
    if (!input.matches || !input.matches("[data-suggest]") || event.isComposing || event.keyCode === 229) return;
    const list = listOf(input);
    if (!list || list.hidden) return;
    const all = options(list);
    const at = all.findIndex(function (each) { return each.getAttribute("aria-selected") === "true"; });
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!all.length) return;
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length;
      mark(input, all[next]);
      event.preventDefault();
    } else if (event.key === "Enter" && at >= 0) {
      choose(input, all[at]);
      event.preventDefault();
    } else if (event.key === "Escape") {
      close(input);
      event.preventDefault();
    } else if (event.key === "Tab") {
      close(input);
    }
  }, true);

  document.addEventListener("mousedown", function (event) {
    const option = event.target.closest && event.target.closest('ul.suggest-list [role="option"]:not([aria-disabled])');
    if (!option) return;
    event.preventDefault();
    choose(document.querySelector('[data-suggest="' + option.parentElement.id + '"]'), option);
  });

  // What only longer work needs is not in the way of a day's job.
  function fit() {
    const kind = document.getElementById("id_kind");
    if (!kind) return;
    Array.prototype.forEach.call(document.querySelectorAll("[data-shown-for]"), function (part) {
      part.hidden = part.dataset.shownFor.split(" ").indexOf(kind.value) < 0;
    });
  }

  document.addEventListener("change", function (event) { if (event.target.id === "id_kind") fit(); });
  document.addEventListener("yizhan:shown", fit);
  fit();

  document.addEventListener("focusout", function (event) {
    if (event.target.matches && event.target.matches("[data-suggest]")) close(event.target);
  });
})();
