// What pages of the desk ask for every half minute: somebody in the hall wants help. It is shown on top of the page and
// in the tab's title, read out by screen readers, and heard once where the browser lets a page be heard. Nothing of a
// person is asked for or kept; whether a clerk wants to hear it stays in this browser.
(function () {
  "use strict";

  const EVERY_S = 30;
  const MUTED = "yizhan-watch-muted";
  const HEARD = "yizhan-watch-heard";
  const place = document.querySelector("[data-watch]");
  if (!place) return;
  let mark = "";
  let asking = 0;
  let title = "";

  // A window without storage goes on without a memory: then it is heard on each page.
  function recall(store, name) { try { return window[store].getItem(name); } catch (error) { return null; } }
  function keep(store, name, value) { try { window[store].setItem(name, value); } catch (error) { /* see above */ } }
  function isMuted() { return recall("localStorage", MUTED) === "1"; }

  function tones(context) {
    [880, 660].forEach(function (pitch, number) {
      const tone = context.createOscillator();
      const volume = context.createGain();
      const start = context.currentTime + number * 0.2;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.2, start);
      volume.gain.linearRampToValueAtTime(0, start + 0.18);
      tone.connect(volume);
      volume.connect(context.destination);
      tone.start(start);
      tone.stop(start + 0.2);
    });
    keep("sessionStorage", HEARD, mark);
    setTimeout(function () { context.close(); }, 1000);
  }

  // Browsers let no page be heard before somebody has touched it: then it sounds with the next key or click. Whether it
  // may is told later than the context is made, so it is listened to and not asked.
  let sounding = null;

  function ring() {
    if (!window.AudioContext || sounding || isMuted() || recall("sessionStorage", HEARD) === mark) return;
    const context = sounding = new AudioContext();
    const wake = function () { context.resume(); };
    const sound = function () {
      if (sounding !== context || context.state !== "running") return;
      sounding = null;
      document.removeEventListener("keydown", wake, true);
      document.removeEventListener("pointerdown", wake, true);
      if (mark && !isMuted()) tones(context); else context.close();
    };
    document.addEventListener("keydown", wake, true);
    document.addEventListener("pointerdown", wake, true);
    context.onstatechange = sound;
    sound();
  }

  function muteButton() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-secondary";
    function word() { button.textContent = isMuted() ? place.dataset.sound : place.dataset.mute; }
    button.addEventListener("click", function () { keep("localStorage", MUTED, isMuted() ? "0" : "1"); word(); });
    word();
    return button;
  }

  function show(said) {
    const words = document.createElement("strong");
    const link = document.createElement("a");
    words.textContent = said.words;
    link.className = "btn btn-primary";
    link.href = said.url;
    link.textContent = place.dataset.go;
    place.textContent = "";
    place.append(words, link, muteButton());
    if (!title) title = document.title;
    document.title = "(!) " + said.title + " · " + title;
    ring();
  }

  function clear() {
    mark = "";
    place.textContent = "";
    if (title) document.title = title;
    title = "";
  }

  function ask() {
    const headers = { "X-Poll": "1" };
    if (mark) headers["If-None-Match"] = mark;
    fetch(place.dataset.watch, { credentials: "same-origin", cache: "no-store", redirect: "manual", headers: headers })
      .then(function (answer) {
        if (answer.status === 204) { clear(); return null; }
        if (answer.status === 200) {
          mark = answer.headers.get("ETag") || "";
          return answer.json().then(show);
        }
        // Signed out, or no longer allowed: the next page says so.
        if (answer.status !== 304 && answer.status < 500) clearInterval(asking);
        return null;
      })
      .catch(function () { /* no network: the page's own forms say that */ });
  }

  asking = setInterval(ask, EVERY_S * 1000);
  ask();
})();
