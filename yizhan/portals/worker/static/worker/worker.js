// What a phone can do beyond reading: say a word instead of typing it, have a page read aloud, use its position once, keep
// what was read for when there is no network. Every page works without this file; what a browser cannot do is not shown.
(function () {
  "use strict";
  var said = document.body.dataset;
  function one(name) { return document.querySelector("[data-" + name + "]"); }
  function show(element) { if (element) { element.hidden = false; } }
  function tell(text) { var line = one("heard"); if (line) { line.textContent = text; } }

  // Whether something is done on this phone for the first time; where nothing can be remembered, once a page.
  var done = {};
  function isNew(name) {
    var before = done[name];
    try { before = before || localStorage.getItem(name); localStorage.setItem(name, "1"); } catch (refused) { /* a private window */ }
    done[name] = true;
    return !before;
  }

  function voice() {
    var Hearing = window.SpeechRecognition || window.webkitSpeechRecognition, button = one("voice");
    if (!Hearing || !button) { return; }
    show(button);
    button.addEventListener("click", function () {
      if (isNew("yizhan-voice")) { tell(said.saidVoice); return; }
      var ear = new Hearing(), typed = document.getElementById("q");
      ear.lang = "zh-CN";
      ear.onresult = function (event) {
        typed.value = event.results[0][0].transcript.replace(/[。，！？\s]+/g, "");
        tell(said.saidHeard.replace("{text}", typed.value));
        one("search").submit();
      };
      ear.onerror = function () { tell(said.saidDeaf); };
      ear.start();
    });
  }

  function aloud() {
    var button = one("aloud"), text = one("read"), words = button ? button.textContent : "";
    if (!button || !text || !window.speechSynthesis || !window.SpeechSynthesisUtterance) { return; }
    show(button);
    function over() { button.textContent = words; }
    button.addEventListener("click", function () {
      if (window.speechSynthesis.speaking) { window.speechSynthesis.cancel(); over(); return; }
      var speech = new SpeechSynthesisUtterance(text.innerText);
      speech.lang = document.documentElement.lang;
      speech.rate = 0.9;
      speech.onend = over;
      speech.onerror = over;
      window.speechSynthesis.speak(speech);
      button.textContent = said.saidReading;
    });
  }

  function position() {
    var form = one("position");
    if (!form || !navigator.geolocation || !window.isSecureContext) { return; }
    show(one("here"));
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      form.elements.q.value = document.getElementById("q").value;
      navigator.geolocation.getCurrentPosition(function (found) {
        // Three decimals are a hundred metres: more is not needed, so more is not sent.
        form.elements.lat.value = found.coords.latitude.toFixed(3);
        form.elements.lng.value = found.coords.longitude.toFixed(3);
        form.submit();
      }, function () { tell(said.saidNowhere); }, { timeout: 15000, maximumAge: 60000 });
    });
  }

  // At a meeting point: ticking the box is the consent, so the phone is asked then and not before.
  function place() {
    var line = one("place"), box = line && line.querySelector("input");
    if (!box || !navigator.geolocation || !window.isSecureContext) { return; }
    var lat = box.form.elements.lat, lng = box.form.elements.lng;
    show(line);
    function none() { lat.value = lng.value = ""; }
    none();
    box.checked = false;
    box.addEventListener("change", function () {
      none();
      tell("");
      if (!box.checked) { return; }
      navigator.geolocation.getCurrentPosition(function (found) {
        if (!box.checked) { return; }
        lat.value = found.coords.latitude.toFixed(4);
        lng.value = found.coords.longitude.toFixed(4);
        tell(box.dataset.found);
      }, function () { box.checked = false; tell(box.dataset.nowhere); }, { timeout: 15000, maximumAge: 60000 });
    });
  }

  function keepForLater() {
    if (!("serviceWorker" in navigator) || !window.isSecureContext) { return; }
    navigator.serviceWorker.register(said.serviceWorker).then(function () {
      return "keep" in said ? navigator.serviceWorker.ready : null;
    }).then(function (ready) {
      if (ready) { ready.active.postMessage({ keep: location.pathname }); }
    }).catch(function () { /* a private window: the pages work without */ });
  }

  function listKept() {
    var list = one("kept");
    if (!list || !window.caches) { return; }
    caches.open("yizhan-worker-pages").then(function (cache) {
      return cache.keys().then(function (keys) {
        return Promise.all(keys.reverse().filter(function (key) { return key.url.indexOf("/w/jobs/") > 0; }).map(function (key) {
          return cache.match(key).then(function (answer) { return answer.text(); }).then(function (html) {
            var link = document.createElement("a"), line = document.createElement("li");
            link.href = key.url;
            link.textContent = new DOMParser().parseFromString(html, "text/html").title;
            line.append(link);
            list.append(line);
          });
        }));
      });
    }).catch(function () { /* no store: nothing to list */ });
  }

  // The counter's QR leads here with its code behind a #, which no server and no log ever sees. A meeting point's code has
  // a hyphen: who is not signed in scans it, meets the way in, and takes it along behind the # to the page that wants it.
  function codeFromAddress() {
    var form = one("code"), code = location.hash.slice(1);
    if (!form || !/^[0-9A-Za-z-]{8,40}$/.test(code)) { return; }
    if (code.indexOf("-") > 0 !== /\/at\/$/.test(form.action)) { form.action += "#" + code; return; }
    form.elements.code.value = code;
    history.replaceState(null, "", location.pathname + location.search);
  }

  codeFromAddress();
  voice();
  aloud();
  position();
  place();
  keepForLater();
  listKept();
})();
