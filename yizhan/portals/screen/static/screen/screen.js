// The big screen: is told when the list changed, or asks for it every half minute, turns its pages (the last is a map), keeps the last list through a day without network,
// takes off by itself what has run out meanwhile, and starts afresh now and then so that a new version arrives.
(function () {
  "use strict";
  var ASK_EVERY = 30 * 1000, ASK_WHILE_TOLD = 120 * 1000, LISTEN_AGAIN = 300 * 1000, TURN_EVERY = 12 * 1000, OLD_AFTER = 24 * 3600 * 1000, AFRESH_AFTER = 6 * 3600 * 1000;
  var body = document.body, said = body.dataset, key = "board:" + said.board;
  var list = document.querySelector("[data-offers]"), state = document.querySelector("[data-state]");
  var pause = document.querySelector("[data-pause]"), pageLine = document.querySelector("[data-page]");
  var chart = document.querySelector("[data-map]"), drawing = document.querySelector("[data-drawing]"), drawn = "";
  var stream = null, tried = 0, mark = "";
  var board = null, got = 0, online = true, page = 0, stands = false, started = Date.now();

  function two(n) { return (n < 10 ? "0" : "") + n; }
  // The station's clock, whatever the machine on the wall is set to: China keeps one time the whole year.
  function there(at) { return new Date(at + 8 * 3600 * 1000); }
  function clock(at) { var d = there(at); return two(d.getUTCHours()) + ":" + two(d.getUTCMinutes()); }
  function since(at) {
    var d = there(at);
    return (d.toISOString().slice(0, 10) === there(Date.now()).toISOString().slice(0, 10) ? "" : d.getUTCMonth() + 1 + "-" + two(d.getUTCDate()) + " ") + clock(at);
  }
  function fill(text, values) { return text.replace(/\{(\w+)\}/g, function (_all, name) { return values[name]; }); }

  function keep() { try { localStorage.setItem(key, JSON.stringify({ board: board, got: got })); } catch (error) { /* a full or closed store: the screen goes on without it */ } }
  function recall() {
    try {
      var kept = JSON.parse(localStorage.getItem(key));
      if (kept && kept.board && Array.isArray(kept.board.offers)) { board = kept.board; got = kept.got; }
    } catch (error) { board = null; }
  }

  function part(name, text, inner) {
    var p = document.createElement("p");
    p.className = name;
    p.textContent = text;
    (inner || []).forEach(function (one) {
      if (!one[1]) { return; }
      var span = document.createElement("span");
      span.className = one[0];
      span.textContent = one[1];
      p.append(" ", span);
    });
    return p;
  }
  function row(offer) {
    var li = document.createElement("li");
    if (offer.is_day_job) { li.className = "is-day"; }
    li.append(
      part("title", offer.title, [["left", fill(said.saidLeft, { n: offer.left })], ["good", offer.good]]),
      part("pay", offer.pay, [["settle", offer.settle]]),
      part("facts", [offer.when, offer.place].filter(Boolean).join("\u3000")),
      part("number", offer.number)
    );
    return li;
  }
  function place(one) {
    var li = document.createElement("li");
    li.append(part("number", one.number), part("name", one.name), part("more", one.more), part("left", fill(said.saidLeft, { n: one.left })));
    return li;
  }
  function drawMap(map) {
    if (drawn === map.svg) { return; }
    drawn = map.svg;
    drawing.replaceChildren(document.importNode(new DOMParser().parseFromString(map.svg, "image/svg+xml").documentElement, true));
    var places = document.querySelector("[data-places]");
    places.replaceChildren.apply(places, map.places.map(place));
    document.querySelector("[data-note]").textContent = map.note;
  }
  function only(text) { var li = document.createElement("li"); li.className = "nothing"; li.textContent = text; return li; }

  function live() {
    var now = Date.now() / 1000;
    return board.offers.filter(function (offer) { return offer.until > now; });
  }
  function roomFor() {
    var style = getComputedStyle(list), columns = style.gridTemplateColumns.split(" ").length;
    var tall = parseFloat(style.gridAutoRows);
    if (!tall) { return 1000; } // an upright screen scrolls
    return Math.max(1, Math.floor(list.parentNode.clientHeight / tall)) * columns;
  }
  function draw() {
    if (!board) { return; }
    var isOld = Date.now() - got > OLD_AFTER;
    state.textContent = isOld ? said.saidOld : online ? "" : fill(said.saidOffline, { time: since(got) });
    chart.hidden = true;
    list.hidden = false; // it is measured
    var offers = isOld ? [] : live(), room = roomFor(), lists = Math.max(1, Math.ceil(offers.length / room));
    var hasMap = offers.length > 0 && board.map && (online || board.map.until > Date.now() / 1000);
    var pages = lists + (hasMap ? 1 : 0);
    page = page % pages;
    if (hasMap) { drawMap(board.map); }
    list.hidden = page >= lists;
    chart.hidden = !list.hidden;
    var shown = offers.slice(page * room, (page + 1) * room).map(row);
    list.replaceChildren.apply(list, shown.length ? shown : [only(isOld ? said.saidOld : said.saidEmpty)]);
    pageLine.textContent = pages > 1 ? fill(said.saidPage, { page: page + 1, pages: pages }) : "";
    pause.hidden = pages < 2;
    document.querySelector("[data-today]").textContent = isOld ? "" : board.today;
    document.querySelectorAll("[data-counts] dd:not(.means)").forEach(function (dd, place) {
      dd.textContent = isOld || !board.counts[place] ? "—" : board.counts[place].value;
    });
  }

  function ask() {
    fetch(said.board, { cache: "no-cache", credentials: "omit" }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.json();
    }).then(function (fresh) {
      board = fresh; got = Date.now(); online = true;
      keep();
      listen();
      // A screen runs for months; while the network is there nobody notices that it starts again.
      if (Date.now() - started > AFRESH_AFTER) { afresh(); }
      draw();
    }).catch(function () { online = false; deaf(); draw(); });
  }
  // The page itself, once it is sure to come: in place of a proxy's error page nothing would ever begin again.
  function afresh() {
    fetch(location.href, { cache: "no-store", credentials: "omit" }).then(function (answer) { if (answer.ok) { location.reload(); } }, function () { /* later */ });
  }
  // Told only that something changed; what is asked for as ever. A station without a thread to spare answers 204, and
  // where the network fails nobody is told that the line is dead: then the half minute holds.
  function listen() {
    if (stream || !window.EventSource || Date.now() - tried < LISTEN_AGAIN) { return; }
    tried = Date.now();
    stream = new EventSource(said.marks);
    stream.onmessage = function (event) { if (event.lastEventId !== mark) { mark = event.lastEventId; ask(); } };
    stream.onerror = function () { if (stream && stream.readyState === EventSource.CLOSED) { stream = null; } };
  }
  function deaf() { if (stream) { stream.close(); } stream = null; tried = 0; }
  function isTold() { return online && stream && stream.readyState === EventSource.OPEN; }
  function askInTime() { if (!isTold() || Date.now() - got >= ASK_WHILE_TOLD) { ask(); } }
  function turn() { if (!stands) { page += 1; draw(); } }
  function stand() { stands = !stands; pause.setAttribute("aria-pressed", String(stands)); }
  function tick() { document.querySelector("[data-clock]").textContent = clock(Date.now()); }

  pause.addEventListener("click", stand);
  document.addEventListener("keydown", function (event) {
    if (event.key === "ArrowRight" || event.key === "PageDown") { page += 1; draw(); }
    if (event.key === "ArrowLeft" || event.key === "PageUp") { page = Math.max(0, page - 1); draw(); }
  });
  window.addEventListener("resize", draw);
  window.addEventListener("online", ask);
  if ("serviceWorker" in navigator) { navigator.serviceWorker.register(said.worker, { scope: "/screen/" }).catch(function () { /* without TLS: the page goes on as long as it is open */ }); }
  recall();
  draw();
  tick();
  ask();
  setInterval(tick, 1000);
  setInterval(askInTime, ASK_EVERY);
  setInterval(turn, TURN_EVERY);
})();
