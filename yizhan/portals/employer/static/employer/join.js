// The code on a printed slip stands behind # in its QR code: no browser sends that, and it leaves the address at once.
"use strict";
(function () {
  var found = /^#([a-z0-9]{10})$/.exec(window.location.hash);
  var field = document.getElementById("id_code");
  if (found && field && !field.value) {
    field.value = found[1];
    window.history.replaceState(null, "", window.location.pathname);
  }
})();
