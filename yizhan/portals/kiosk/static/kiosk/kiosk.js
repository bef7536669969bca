// The kiosk: prints, says when the network is away, and forgets: a minute after the last touch the first page is back.
(function () {
  "use strict";
  var FORGET_AFTER = 60, ASK_AT = 45, LOOK_EVERY = 20;
  var said = document.body.dataset, still = document.querySelector("[data-still]"), left = document.querySelector("[data-left]");
  var touched = Date.now();

  function isStart() { return location.pathname === said.start && !location.search; }
  function touch() { touched = Date.now(); still.hidden = true; }
  function tick() {
    var idle = (Date.now() - touched) / 1000;
    if (isStart()) { if (idle > FORGET_AFTER) { touched = Date.now(); location.reload(); } return; }
    if (idle >= FORGET_AFTER) { location.replace(said.start); return; }
    if (idle >= ASK_AT) {
      left.textContent = said.saidLeft.replace("{n}", String(Math.ceil(FORGET_AFTER - idle)));
      if (still.hidden) { still.hidden = false; still.querySelector("button").focus(); }
    }
  }

  ["pointerdown", "keydown", "wheel", "scroll", "touchstart"].forEach(function (name) {
    document.addEventListener(name, touch, { passive: true, capture: true });
  });
  document.addEventListener("contextmenu", function (event) { event.preventDefault(); });
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.addEventListener("click", function () { window.print(); touch(); });
  });
  // A machine on the hall's network counts as online although the station is out of reach: so the station is asked.
  function network() {
    var away = document.querySelector("[data-offline]");
    fetch(said.worker, { method: "HEAD", cache: "no-store" }).then(function (answer) { away.hidden = answer.status < 500; }, function () { away.hidden = false; });
  }
  window.addEventListener("online", network);
  window.addEventListener("offline", network);
  network();
  setInterval(tick, 1000);
  setInterval(network, LOOK_EVERY * 1000);
  // Over plain HTTP (other than on this machine) browsers have no service worker; the kiosk then needs its network.
  if ("serviceWorker" in navigator) { navigator.serviceWorker.register(said.worker, { scope: "/kiosk/" }).catch(function () {}); }
})();
