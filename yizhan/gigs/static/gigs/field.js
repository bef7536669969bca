// Attendance in the field: works without network and loses nothing when the power goes.
//
// The page carries the rosters and keeps what is noted in localStorage, entry by entry, at
// the moment it is noted: who, came or went, when by this device's clock, and an id made here, so that sending twice
// enters once. With network it sends what waits; the station answers for each entry what became of it, and only then it
// leaves the device. Names stay in the page's own copy; the store holds order ids and times, nobody's name.
// A service worker (only where the browser allows one: TLS or this machine) lets the page open without network, after
// somebody said that the rosters are to be taken along.
(function () {
  "use strict";

  const page = document.querySelector("[data-field]");
  if (!page) return;
  const STORE = "yizhan-field-" + document.body.dataset.user;
  const words = page.dataset;

  function list(nodes) { return Array.prototype.slice.call(nodes); }

  function waiting() {
    try { return JSON.parse(window.localStorage.getItem(STORE) || "[]"); } catch (error) { return []; }
  }

  function keep(entries) {
    try { window.localStorage.setItem(STORE, JSON.stringify(entries)); return true; } catch (error) { return false; }
  }

  function newId() {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = list(bytes).map(function (one) { return ("0" + one.toString(16)).slice(-2); }).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  function clock(moment) {
    const date = new Date(moment);
    return ("0" + date.getHours()).slice(-2) + ":" + ("0" + date.getMinutes()).slice(-2);
  }

  function say(text) { page.querySelector("[data-field-said]").textContent = text; }

  function show() {
    const entries = waiting();
    page.querySelector("[data-field-count]").textContent = String(entries.length);
    page.querySelector("[data-field-net]").textContent = navigator.onLine ? words.online : words.offline;
    page.querySelector("[data-field-send]").disabled = !entries.length;
    list(page.querySelectorAll("[data-order]")).forEach(function (row) {
      const mine = entries.filter(function (one) { return one.order === row.dataset.order; });
      row.querySelector("[data-field-noted]").textContent = mine.map(function (one) {
        return (one.what === "in" ? words.came : words.went) + " " + clock(one.moment);
      }).join(" · ");
    });
  }

  function note(row, what) {
    const typed = row.querySelector("input[type=time]").value;
    const moment = new Date();
    if (typed) moment.setHours(Number(typed.slice(0, 2)), Number(typed.slice(3, 5)));
    moment.setSeconds(0, 0);
    const entries = waiting();
    const same = entries.some(function (one) { return one.order === row.dataset.order && one.what === what; });
    if (same) { say(words.twice); return; }
    entries.push({
      id: newId(), order: row.dataset.order, what: what, moment: moment.toISOString(), noted: new Date().toISOString(),
    });
    say(keep(entries) ? words.kept : words.full);
    show();
  }

  function takeBack(row) {
    keep(waiting().filter(function (one) { return one.order !== row.dataset.order; }));
    say(words.taken);
    show();
  }

  let sending = false;

  function send() {
    const entries = waiting();
    if (sending || !entries.length) return;
    sending = true;
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token(), "X-Keep": "1" };
    fetch(page.dataset.mergeUrl, { method: "POST", headers: headers, body: JSON.stringify({ entries: entries }) })
      .then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      })
      .then(function (said) {
        const settled = said.settled;
        keep(waiting().filter(function (one) { return settled.indexOf(one.id) === -1; }));
        say(said.sentence);
        page.querySelector("[data-field-conflicts]").hidden = !said.conflicts;
      })
      .catch(function () { say(words.unsent); })
      .then(function () { sending = false; show(); });
  }

  function token() {
    const name = document.querySelector("meta[name=csrf-cookie]").content;
    const found = document.cookie.split("; ").filter(function (one) { return one.indexOf(name + "=") === 0; })[0];
    return found ? decodeURIComponent(found.slice(name.length + 1)) : page.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  page.addEventListener("click", function (event) {
    const button = event.target.closest("button");
    const row = event.target.closest("[data-order]");
    if (!button) return;
    if (button.hasAttribute("data-field-send")) send();
    else if (button.hasAttribute("data-field-along")) takeAlong();
    else if (button.hasAttribute("data-field-clear")) leaveBehind();
    else if (row && button.dataset.what === "undo") takeBack(row);
    else if (row && button.dataset.what) note(row, button.dataset.what);
  });

  window.addEventListener("online", function () { show(); send(); });
  window.addEventListener("offline", show);

  function made() {
    const parts = performance.getEntriesByType("resource").map(function (one) { return one.name; });
    return parts.filter(function (name) { return name.indexOf("/static/") > 0; }).concat([window.location.href]);
  }

  // Takes page and rosters along: from now on the page opens without network, with the names on it.
  function takeAlong() {
    navigator.serviceWorker.register(page.dataset.worker, { scope: page.dataset.scope }).then(function () {
      return navigator.serviceWorker.ready;
    }).then(function (registration) {
      const channel = new MessageChannel();
      channel.port1.onmessage = function (event) { say(event.data === "kept" ? words.ready : words.unready); };
      registration.active.postMessage({ keep: made() }, [channel.port2]);
    }).catch(function () { say(words.unready); });
  }

  function leaveBehind() {
    caches.delete("yizhan-field").then(function () { return navigator.serviceWorker.getRegistration(page.dataset.scope); })
      .then(function (registration) { return registration && registration.unregister(); })
      .then(function () { say(words.cleared); });
  }

  const mayTake = "serviceWorker" in navigator && window.isSecureContext;
  page.querySelector("[data-field-insecure]").hidden = mayTake;
  page.querySelector("[data-field-take]").hidden = !mayTake;
  show();
})();
