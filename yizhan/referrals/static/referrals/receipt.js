// The receipt: only the questions that belong to the chosen result are shown. Without this script all are.
(function () {
  "use strict";

  function follow(form) {
    const chosen = form.querySelector('input[name="result"]:checked');
    Array.prototype.forEach.call(form.querySelectorAll("[data-when]"), function (part) {
      const hired = chosen && chosen.value === "hired";
      part.hidden = !chosen || (part.dataset.when === "hired") !== hired;
    });
  }

  function prepare(within) {
    Array.prototype.forEach.call(within.querySelectorAll("form[data-receipt]"), follow);
  }

  document.addEventListener("change", function (event) {
    const form = event.target.closest("form[data-receipt]");
    if (form && event.target.name === "result") follow(form);
  });
  document.addEventListener("yizhan:shown", function (event) { prepare(event.detail.within); });
  prepare(document);
})();
