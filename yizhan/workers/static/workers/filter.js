// A list's filter sends itself when a choice was picked by typing, or a picked one was dropped.
(function () {
  "use strict";
  function send(event) {
    const form = event.target.closest && event.target.closest("form[data-send-when-picked]");
    if (!form) return;
    if (event.type === "click" && !event.target.closest(".picked-drop")) return;
    window.setTimeout(function () { form.requestSubmit(); }, 0);
  }
  document.addEventListener("picked", send);
  document.addEventListener("click", send);
})();
