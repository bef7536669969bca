// Choosing by typing: kinds of work in everyday words, places. A combobox after the ARIA pattern, with a list that the
// server answers; and the grid of a week, through which the arrow keys walk. Written for Chrome 86 and later.
//
//   data-picker="many"   each choice becomes a chip with a hidden field; Backspace in the empty line drops the last one
//   data-picker="one"    the choice is put into the line; hidden fields <name without _name>_lat_e6, _lng_e6, _code follow
//   data-post            the question is sent as POST, because it says something about a person
//   ↓ ↑ walk · Enter or Tab takes what is marked (the first by itself) · Esc closes
(function () {
  "use strict";

  const WAIT_MS = 120;
  // Forms in which a choice is still on its way, and with which button they were sent meanwhile.
  const pending = new Map();

  function csrf() {
    const meta = document.querySelector('meta[name="csrf-cookie"]');
    const name = meta ? meta.content : "csrftoken";
    const found = document.cookie.split("; ").find(function (part) { return part.indexOf(name + "=") === 0; });
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  }

  function Picker(box) {
    const input = box.querySelector("[role=combobox]");
    const list = box.querySelector("[role=listbox]");
    const says = box.querySelector("[data-says]");
    const many = box.dataset.picker === "many";
    const known = new Map(); // what was asked before on this page
    let rows = [];
    let rowsFor = null; // the text to which `rows` is the answer
    let at = -1;
    let timer = 0;

    function text() { return input.value.trim(); }
    function isOpen() { return !list.hidden; }

    // Resolves to the rows for a text; what was asked once on this page is known.
    function fetchRows(typed) {
      if (known.has(typed)) return Promise.resolve(known.get(typed));
      const url = box.hasAttribute("data-post") ? box.dataset.url : box.dataset.url + "?q=" + encodeURIComponent(typed);
      const options = { credentials: "same-origin", headers: { "X-Requested-With": "fetch", Accept: "application/json" } };
      if (document.body.dataset.user) options.headers["X-Page-User"] = document.body.dataset.user;
      if (box.hasAttribute("data-post")) {
        options.method = "POST";
        options.headers["X-CSRFToken"] = csrf();
        options.body = new URLSearchParams({ q: typed });
      }
      return fetch(url, options)
        .then(function (answer) { if (!answer.ok) throw new Error(String(answer.status)); return answer.json(); })
        .then(function (data) { known.set(typed, data.rows); return data.rows; });
    }

    function ask(typed) {
      fetchRows(typed)
        .then(function (found) { if (typed === text() && document.activeElement === input) show(typed, found); })
        .catch(function () { if (typed === text()) { rowsFor = null; close(); say(box.dataset.offline); } });
    }

    // Enter came before the answer: the line is free for the next word at once, the first row is taken when it is here.
    function takeLater(typed) {
      window.clearTimeout(timer);
      close();
      input.value = "";
      const giveBack = function (words) {
        if (!input.value) { input.value = typed; ask(typed); }
        say(words);
      };
      const arrived = holdBack(input.form);
      fetchRows(typed)
        .then(function (found) { if (found.length) addChip(found[0]); else giveBack(box.dataset.none); })
        .catch(function () { giveBack(box.dataset.offline); })
        .then(arrived);
    }

    function show(typed, found) {
      rows = found;
      rowsFor = typed;
      list.textContent = "";
      if (!rows.length) {
        const none = document.createElement("li");
        none.className = "picker-none";
        none.setAttribute("role", "option");
        none.setAttribute("aria-disabled", "true");
        none.textContent = box.dataset.none;
        list.appendChild(none);
      }
      rows.forEach(function (row, number) {
        const item = document.createElement("li");
        item.id = list.id + "_" + number;
        item.setAttribute("role", "option");
        item.className = "picker-item";
        const said = document.createElement("span");
        said.className = "picker-said";
        said.textContent = row.said;
        item.appendChild(said);
        if (row.name && row.name !== row.said) {
          const name = document.createElement("span");
          name.className = "picker-name";
          name.textContent = row.name;
          item.appendChild(name);
        }
        item.addEventListener("mousedown", function (event) { event.preventDefault(); take(number); });
        list.appendChild(item);
      });
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      // A kind of work is always taken from the list, so the first one is marked; a place may be any words.
      mark(rows.length && many ? 0 : -1);
    }

    function mark(number) {
      at = number;
      Array.prototype.forEach.call(list.querySelectorAll(".picker-item"), function (item, place) {
        item.setAttribute("aria-selected", String(place === at));
        if (place === at) item.scrollIntoView({ block: "nearest" });
      });
      if (at >= 0) input.setAttribute("aria-activedescendant", list.id + "_" + at);
      else input.removeAttribute("aria-activedescendant");
    }

    function close() {
      list.hidden = true;
      list.textContent = "";
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function say(words) { says.textContent = words || ""; }

    function take(number) {
      const row = rows[number];
      if (!row) return;
      if (many) { input.value = ""; addChip(row); } else { fill(row); }
      close();
      rowsFor = null;
    }

    function announce(row) {
      say(box.dataset.pickedWords + " " + row.said + (row.name !== row.said ? " " + row.name : ""));
      input.dispatchEvent(new Event("picked", { bubbles: true }));
    }

    function addChip(row) {
      const chips = box.querySelector("[data-picked]");
      const code = row.value.split("|")[0];
      const held = Array.prototype.map.call(chips.querySelectorAll("input"), function (one) { return one.value.split("|")[0]; });
      if (held.indexOf(code) < 0) {
        if (held.length >= Number(box.dataset.most)) { say(box.dataset.full); return; }
        const chip = box.querySelector("template[data-chip]").content.firstElementChild.cloneNode(true);
        const hidden = chip.querySelector("input");
        hidden.name = box.dataset.name;
        hidden.value = row.value;
        chip.querySelector(".picked-said").textContent = row.said;
        chip.querySelector(".picked-name").textContent = row.name === row.said ? "" : row.name;
        const drop = chip.querySelector("button");
        drop.setAttribute("aria-label", drop.getAttribute("aria-label") + " " + row.said);
        chips.appendChild(chip);
        // The form has changed: leaving it is asked about.
        hidden.dispatchEvent(new Event("input", { bubbles: true }));
      }
      announce(row);
    }

    function hiddenBeside(name) {
      return input.form ? input.form.querySelector('input[type=hidden][name="' + input.name.replace(/_name$/, "") + name + '"]') : null;
    }

    function fill(row) {
      input.value = row.value;
      [["_lat_e6", row.lat], ["_lng_e6", row.lng], ["_code", row.code]].forEach(function (pair) {
        const field = hiddenBeside(pair[0]);
        if (field) field.value = pair[1] || "";
      });
      announce(row);
    }

    // Enter goes on by itself (data-enter-next) when there is nothing to take.
    function takesEnter() {
      if (!text()) return false;
      if (isOpen() && rowsFor === text()) return at >= 0;
      return many;
    }

    input.addEventListener("keydown", function (event) {
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!isOpen()) { if (text()) ask(text()); return; }
        const step = event.key === "ArrowDown" ? 1 : -1;
        if (rows.length) mark((at + step + rows.length) % rows.length);
      } else if ((event.key === "Enter" && !event.ctrlKey) || event.key === "Tab") {
        if (event.key === "Tab" && !(many && text() && !event.shiftKey)) return;
        if (!takesEnter()) return;
        event.preventDefault();
        if (isOpen() && rowsFor === text() && at >= 0) { take(at); return; }
        takeLater(text());
      } else if (event.key === "Escape") {
        if (isOpen()) { event.preventDefault(); event.stopPropagation(); close(); } else if (many) { input.value = ""; }
      } else if (event.key === "Backspace" && many && !input.value) {
        const chips = box.querySelectorAll("[data-picked] li");
        if (chips.length) chips[chips.length - 1].remove();
      }
    });

    input.addEventListener("input", function () {
      window.clearTimeout(timer);
      if (!many) fillPoint();
      const typed = text();
      if (!typed) { close(); return; }
      timer = window.setTimeout(function () { ask(typed); }, WAIT_MS);
    });

    // Another place than the chosen one has no known point.
    function fillPoint() {
      ["_lat_e6", "_lng_e6", "_code"].forEach(function (name) { const field = hiddenBeside(name); if (field) field.value = ""; });
    }

    input.addEventListener("blur", function () { window.setTimeout(close, 150); });
    box.addEventListener("click", function (event) {
      const drop = event.target.closest(".picked-drop");
      if (drop) { drop.closest("li").remove(); input.focus(); }
    });
  }

  // A form that is sent while a choice is on its way waits for it: F9 right after Enter saves what was meant.
  function holdBack(form) {
    if (!form) return function () {};
    const state = pending.get(form) || { count: 0, sent: false, submitter: null };
    state.count += 1;
    pending.set(form, state);
    return function () {
      state.count -= 1;
      if (state.count > 0) return;
      pending.delete(form);
      if (state.sent && document.contains(form)) form.requestSubmit(state.submitter || undefined);
    };
  }

  window.addEventListener("submit", function (event) {
    const state = pending.get(event.target);
    if (!state) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    state.sent = true;
    state.submitter = event.submitter;
  }, true);

  // --- the grid of a week ---------------------------------------------------------------------------------------------

  function walk(event) {
    const cell = event.target.closest && event.target.closest("[data-week-grid] input[type=checkbox]");
    if (!cell || ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].indexOf(event.key) < 0) return;
    const all = Array.prototype.slice.call(cell.closest("[data-week-grid]").querySelectorAll("input[type=checkbox]"));
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -4, ArrowDown: 4 }[event.key];
    const next = all[all.indexOf(cell) + step];
    if (next) { event.preventDefault(); next.focus(); }
  }

  function toggleAll(event) {
    const button = event.target.closest && event.target.closest("[data-week-grid] .week-all");
    if (!button) return;
    const grid = button.closest("[data-week-grid]");
    const cells = Array.prototype.filter.call(grid.querySelectorAll("input[type=checkbox]"), function (cell, number) {
      return button.hasAttribute("data-week-row") ? cell.closest("tr") === button.closest("tr") : number % 4 === Number(button.dataset.weekColumn);
    });
    const on = cells.some(function (cell) { return !cell.checked; });
    cells.forEach(function (cell) { cell.checked = on; });
  }

  document.addEventListener("keydown", walk);
  document.addEventListener("click", toggleAll);

  function prepare(within) {
    Array.prototype.forEach.call(within.querySelectorAll("[data-picker]"), function (box) {
      if (box.dataset.ready) return;
      box.dataset.ready = "yes";
      new Picker(box);
    });
  }
  document.addEventListener("yizhan:shown", function (event) { prepare(event.detail.within); });
  document.addEventListener("htmx:afterSettle", function (event) { if (event.detail.target) prepare(event.detail.target); });
  prepare(document);
})();
