// The page's behaviour, by data-* hooks; no framework, nothing inline, nothing kept in the browser but the choice of
// large type. Written for Chrome 86 and later.
//
//   data-hotkey="F2" | "Alt+n"   press to click a button or link, or to go to a field
//   data-enter-next (form)       Enter goes to the next field, the last one sends the form
//   data-keep (form)             is sent in the page, so that nothing typed is lost when the answer is an error,
//                                the connection is down or the sign-in has expired
//   data-guard (form)            asks before the page is left with unsaved changes; data-keep forms are guarded too
//   data-confirm="…"             on a button or form: asks first
//   data-autosubmit (form)       sends itself when a select, date or checkbox changes
//   data-within (link)           the next page's main part takes the place of this one's, its frame stays; only to
//                                pages that bring no script of their own
//   data-print · data-back · data-large-type · data-menu-button · data-close-outside
(function () {
  "use strict";

  const root = document.documentElement;
  const dirty = new Set();
  let leaving = false;

  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }

  function text(key) {
    const texts = document.getElementById("page-texts");
    return (texts && texts.dataset[key]) || "";
  }

  // --- saying something -----------------------------------------------------------------------------------------

  function say(sentence) {
    const place = document.getElementById("messages");
    if (!place || !sentence) return;
    const box = document.createElement("div");
    box.className = "notice notice-bad";
    box.setAttribute("role", "alert");
    box.tabIndex = -1;
    const words = document.createElement("div");
    const title = document.createElement("p");
    title.className = "notice-title";
    title.textContent = text("errorWord");
    const body = document.createElement("p");
    body.textContent = sentence;
    words.appendChild(title);
    words.appendChild(body);
    box.appendChild(words);
    place.textContent = "";
    place.appendChild(box);
    box.scrollIntoView({ block: "nearest" });
  }

  function sentenceFor(status) {
    if (status === 404) return text("missing");
    if (status === 403) return text("notAllowed");
    return text("failed");
  }

  // --- form tokens after signing in again -------------------------------------------------------------------------

  function csrfToken() {
    const meta = document.querySelector('meta[name="csrf-cookie"]');
    const name = meta ? meta.content : "csrftoken";
    const found = document.cookie.split("; ").find(function (part) { return part.indexOf(name + "=") === 0; });
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  }

  // Whose page this is: what was typed is never carried out under another name.
  function pageUser() { return document.body.dataset.user || ""; }

  function ownHeaders() {
    const headers = { "X-Keep": "1" };
    if (pageUser()) headers["X-Page-User"] = pageUser();
    return headers;
  }

  function renewTokens() {
    const token = csrfToken();
    if (!token) return;
    all('input[name="csrfmiddlewaretoken"]').forEach(function (input) { input.value = token; });
  }

  document.addEventListener("htmx:configRequest", function (event) {
    const token = csrfToken();
    if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
    if (pageUser()) event.detail.headers["X-Page-User"] = pageUser();
  });

  // --- signing in again, in the page --------------------------------------------------------------------------------

  const SIGN_IN = "/accounts/sign-in/?dialog=1";
  let waiting = []; // what to do again once somebody has signed in

  function signInDialog() { return document.getElementById("sign-in-dialog"); }

  function askToSignIn(again) {
    waiting.push(again);
    const dialog = signInDialog();
    if (!dialog) { say(text("leftSignIn")); return; }
    if (dialog.open) return;
    loadIntoDialog(SIGN_IN);
    dialog.showModal();
  }

  function showInDialog(html) {
    const body = signInDialog().querySelector("[data-dialog-body]");
    body.innerHTML = new DOMParser().parseFromString(html, "text/html").body.innerHTML;
    const first = body.querySelector("[autofocus], input:not([type=hidden])");
    if (first) first.focus();
  }

  function loadIntoDialog(url) {
    fetch(url, { credentials: "same-origin", headers: { "X-Keep": "1" } })
      .then(function (answer) {
        // Signed in meanwhile, in another window: there is nothing left to ask.
        if (answer.headers.get("X-Signed-In")) { signedIn(answer.headers.get("X-Signed-In")); return null; }
        return answer.text().then(showInDialog);
      })
      .catch(function () { signInDialog().close(); say(text("offline")); });
  }

  function sendDialogForm(form) {
    const data = new FormData(form);
    const action = form.getAttribute("action") || SIGN_IN;
    fetch(action, { method: "POST", body: data, credentials: "same-origin", headers: { "X-Keep": "1" } })
      .then(function (answer) {
        const next = answer.headers.get("X-Location") || (answer.redirected ? answer.url : "");
        const path = next ? new URL(next, location.href).pathname : "";
        if (answer.headers.get("X-Signed-In")) { signedIn(answer.headers.get("X-Signed-In")); return; }
        if (next) { loadIntoDialog(path + (path.indexOf("?") < 0 ? "?dialog=1" : "&dialog=1")); return; }
        answer.text().then(showInDialog);
      })
      .catch(function () { signInDialog().close(); say(text("offline")); });
  }

  function signedIn(who) {
    const again = waiting;
    waiting = [];
    renewTokens();
    signInDialog().querySelector("[data-dialog-body]").textContent = "";
    signInDialog().close();
    if (who !== pageUser()) { say(text("otherPerson")); return; }
    again.forEach(function (send) { send(); });
  }

  // --- forms that keep what was typed -----------------------------------------------------------------------------

  function busy(form, on) {
    if (on) form.setAttribute("aria-busy", "true"); else form.removeAttribute("aria-busy");
    all("button[type=submit], button:not([type]), input[type=submit]", form).forEach(function (button) { button.disabled = on; });
  }

  function bodyOf(form, submitter) {
    const data = new FormData(form);
    // The token also changes when somebody signs in in another window.
    if (data.has("csrfmiddlewaretoken") && csrfToken()) data.set("csrfmiddlewaretoken", csrfToken());
    if (submitter && submitter.name) data.append(submitter.name, submitter.value);
    return data;
  }

  function sendKept(form, submitter) {
    if (form.getAttribute("aria-busy") === "true") return;
    const action = (submitter && submitter.getAttribute("formaction")) || form.getAttribute("action") || location.href;
    const body = bodyOf(form, submitter);
    busy(form, true);
    fetch(action, { method: "POST", body: body, credentials: "same-origin", headers: ownHeaders() })
      .then(function (answer) { return receive(form, submitter, answer); })
      .catch(function () { busy(form, false); say(text("offline")); });
  }

  function receive(form, submitter, answer) {
    if (answer.status === 401 && answer.headers.get("X-Sign-In")) {
      busy(form, false);
      askToSignIn(function () { sendKept(form, submitter); });
      return null;
    }
    const next = answer.headers.get("X-Location") || (answer.redirected ? answer.url : "");
    if (next) {
      dirty.delete(form);
      leaving = true;
      goTo(new URL(next, location.href));
      return null;
    }
    if (answer.status >= 500 || answer.status === 404 || answer.status === 204) {
      busy(form, false);
      if (answer.status !== 204) say(sentenceFor(answer.status));
      return null;
    }
    if (answer.ok && !/^text\/html/.test(answer.headers.get("Content-Type") || "")) return saveFile(form, answer);
    return answer.text().then(function (html) {
      busy(form, false);
      showAnswer(html, answer.status);
    });
  }

  // A form may be answered with a file: it is handed on under the name that the server gave it.
  function saveFile(form, answer) {
    const named = /filename="?([^";]+)"?/.exec(answer.headers.get("Content-Disposition") || "");
    return answer.blob().then(function (file) {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = named ? named[1] : "";
      link.click();
      window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
      dirty.delete(form);
      busy(form, false);
    });
  }

  // A new address that differs from this one only behind # would not be loaded.
  function goTo(url) {
    if (url.origin !== location.origin) return;
    if (url.pathname === location.pathname && url.search === location.search) {
      if (url.hash) location.hash = url.hash;
      location.reload();
    } else {
      location.assign(url.href);
    }
  }

  // The answer to a form with faults is the same page with its errors: its main part takes the place of ours. A page
  // that is not one of the desk's (a refusal) only lends its sentences.
  function showAnswer(html, status) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.getElementById("main");
    const old = document.getElementById("main");
    if (!fresh || !old) { say(sentenceFor(status)); return; }
    if (status >= 400 && (page.body.classList.contains("bare") || !fresh.querySelector("form"))) {
      const words = all("p:not(.bare-next)", fresh).map(function (p) { return p.textContent.trim(); }).filter(Boolean);
      say(words.join(" ") || sentenceFor(status));
      return;
    }
    old.innerHTML = fresh.innerHTML;
    document.title = page.title;
    if (window.htmx) window.htmx.process(old);
    document.dispatchEvent(new CustomEvent("yizhan:shown", { detail: { within: old } }));
    prepare(old);
    if (old.querySelector("[data-error-summary]") || status >= 400) {
      all("form[data-keep], form[data-guard]", old).forEach(function (form) { dirty.add(form); });
    }
  }

  // --- the next page in the frame of this one ---------------------------------------------------------------------
  // A new document costs the browser as much as the page itself. Whatever is not plain (signed out, a refusal, an
  // unsaved form, a page with a script) is loaded as any link is, and so is what lies behind "back".

  let shown = location.pathname + location.search;

  function goWithin(link) {
    fetch(link.href, { credentials: "same-origin", headers: { "X-Within": "1", "X-Page-User": pageUser() } })
      .then(function (answer) {
        const plain = answer.ok && !answer.redirected && /^text\/html/.test(answer.headers.get("Content-Type") || "");
        return plain ? answer.text() : null;
      })
      .then(function (html) {
        const page = html && new DOMParser().parseFromString(html, "text/html");
        const fresh = page && page.getElementById("main");
        if (!fresh || page.querySelector("script[src]")) { location.assign(link.href); return null; }
        return styles(page).then(function () { showWithin(page, fresh, link.href); });
      })
      .catch(function () { location.assign(link.href); });
  }

  function styles(page) {
    const here = all('link[rel="stylesheet"]').map(function (sheet) { return sheet.getAttribute("href"); });
    const missing = all('link[rel="stylesheet"]', page).filter(function (sheet) { return here.indexOf(sheet.getAttribute("href")) < 0; });
    return Promise.all(missing.map(function (sheet) {
      return new Promise(function (done) {
        const link = document.createElement("link");
        link.rel = "stylesheet";
        link.href = sheet.getAttribute("href");
        link.onload = link.onerror = done;
        document.head.appendChild(link);
      });
    }));
  }

  function showWithin(page, fresh, href) {
    const old = document.getElementById("main");
    old.replaceWith(document.adoptNode(fresh));
    document.title = page.title;
    history.pushState(null, "", href);
    shown = location.pathname + location.search;
    all('.top-language input[name="next"]').forEach(function (input) { input.value = location.pathname + location.search; });
    markMenu();
    window.scrollTo(0, 0);
    fresh.focus({ preventScroll: true });
    if (window.htmx) window.htmx.process(fresh);
    document.dispatchEvent(new CustomEvent("yizhan:shown", { detail: { within: fresh } }));
    prepare(fresh);
  }

  // The same rule as the server's: the longest address that ours begins with.
  function markMenu() {
    const links = all("#menu a");
    const fitting = links.filter(function (link) {
      return link.pathname === "/" ? location.pathname === "/" : location.pathname.indexOf(link.pathname) === 0;
    }).sort(function (one, other) { return other.pathname.length - one.pathname.length; });
    links.forEach(function (link) {
      if (link === fitting[0]) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
    });
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest && event.target.closest("a[data-within]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (Array.from(dirty).some(function (form) { return document.contains(form); })) return;
    event.preventDefault();
    if (link.getAttribute("aria-busy") === "true") return;
    link.setAttribute("aria-busy", "true");
    goWithin(link);
  });

  // Going back shows another page's address over this one's content; behind # it is the same page.
  window.addEventListener("popstate", function () {
    if (location.pathname + location.search !== shown) location.reload();
  });

  document.addEventListener("submit", function (event) {
    const form = event.target;
    const submitter = event.submitter;
    if (form.closest("#sign-in-dialog")) {
      event.preventDefault();
      sendDialogForm(form);
      return;
    }
    const question = (submitter && submitter.dataset.confirm) || form.dataset.confirm;
    if (question && form.dataset.confirmed !== "yes") {
      event.preventDefault();
      event.stopImmediatePropagation();
      confirmFirst(question, function () {
        form.dataset.confirmed = "yes";
        form.requestSubmit(submitter || undefined);
        delete form.dataset.confirmed;
      });
      return;
    }
    const isHtmx = ["hx-post", "hx-put", "hx-patch", "hx-delete", "hx-get"].some(function (name) { return form.hasAttribute(name); });
    if (!isHtmx && form.hasAttribute("data-keep") && (form.getAttribute("method") || "").toLowerCase() === "post") {
      event.preventDefault();
      sendKept(form, submitter);
      return;
    }
    dirty.delete(form);
    if (!isHtmx) leaving = true;
  }, true);

  // --- htmx: the same promises ------------------------------------------------------------------------------------

  document.addEventListener("htmx:beforeSwap", function (event) {
    const xhr = event.detail.xhr;
    if (xhr.status === 401 && xhr.getResponseHeader("X-Sign-In")) {
      event.detail.shouldSwap = false;
      event.detail.isError = false;
      const source = event.detail.requestConfig.elt;
      const trigger = event.detail.requestConfig.triggeringEvent;
      askToSignIn(function () {
        if (source.tagName === "FORM") source.requestSubmit((trigger && trigger.submitter) || undefined);
        else window.htmx.trigger(source, (trigger && trigger.type) || "click");
      });
      return;
    }
    // A whole page is never put into a piece of one; its sentence is.
    if (xhr.status >= 400 && /^\s*<!doctype/i.test(xhr.responseText || "")) {
      event.detail.shouldSwap = false;
      const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
      const words = all("main p:not(.bare-next)", page).map(function (p) { return p.textContent.trim(); }).filter(Boolean);
      say(page.body.classList.contains("bare") && words.length ? words.join(" ") : sentenceFor(xhr.status));
    } else if (xhr.status >= 500 || xhr.status === 404) {
      say(sentenceFor(xhr.status));
    }
  });
  document.addEventListener("htmx:sendError", function () { say(text("offline")); });
  document.addEventListener("htmx:timeout", function () { say(text("offline")); });
  document.addEventListener("htmx:afterRequest", function (event) {
    const form = event.detail.elt;
    if (event.detail.successful && form && form.tagName === "FORM") dirty.delete(form);
  });
  document.addEventListener("htmx:afterSettle", function (event) { prepare(event.detail.target || event.detail.elt); });

  // --- asking first -----------------------------------------------------------------------------------------------

  function confirmFirst(question, go) {
    const dialog = document.getElementById("confirm-dialog");
    if (!dialog || !dialog.showModal) { if (window.confirm(question)) go(); return; }
    dialog.querySelector("#confirm-text").textContent = question;
    dialog.querySelector("[data-confirm-yes]").onclick = function () { dialog.close(); go(); };
    dialog.showModal();
    dialog.querySelector("[data-confirm-yes]").focus();
  }

  // --- unsaved changes ---------------------------------------------------------------------------------------------

  document.addEventListener("input", function (event) {
    const form = event.target.form;
    if (form && (form.hasAttribute("data-keep") || form.hasAttribute("data-guard"))) dirty.add(form);
  });
  window.addEventListener("beforeunload", function (event) {
    const open = Array.from(dirty).some(function (form) { return document.contains(form); });
    if (!open || leaving) return;
    event.preventDefault();
    event.returnValue = "";
  });
  window.addEventListener("pageshow", function () { leaving = false; });

  // --- keys -------------------------------------------------------------------------------------------------------

  function pressed(event) {
    const parts = [];
    if (event.ctrlKey) parts.push("ctrl");
    if (event.altKey) parts.push("alt");
    if (event.shiftKey && event.key.length > 1) parts.push("shift");
    // With Alt some keyboards give another sign for the same key, so the key itself is asked.
    const code = /^(?:Key|Digit)(.)$/.exec(event.code || "");
    parts.push((event.altKey && code ? code[1] : event.key).toLowerCase());
    return parts.join("+");
  }

  function typing(target) {
    return target.closest && target.closest("input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit]), textarea, select, [contenteditable]");
  }

  // What is folded away has a place in newer browsers, but nobody can go there.
  function folded(element) {
    const box = element.closest("details:not([open])");
    return Boolean(box) && !(element.closest("summary") && element.closest("summary").parentNode === box);
  }

  function visible(element) { return element.getClientRects().length > 0 && !element.disabled && !folded(element); }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    const keys = pressed(event);
    // A plain sign belongs to the field in which it is typed.
    if (keys.length > 1 || !typing(event.target)) {
      const within = document.querySelector("dialog[open]") || document;
      const goal = all("[data-hotkey]", within).find(function (element) {
        return element.dataset.hotkey.toLowerCase() === keys && visible(element);
      });
      if (goal) {
        event.preventDefault();
        if (event.repeat) return; // a key that is held down decides nothing twice
        if (goal.matches("input:not([type=submit]):not([type=button]), select, textarea")) {
          goal.focus();
          if (goal.select) goal.select();
        } else {
          goal.click();
          // Unfolded by key: the hands are on the keyboard, so go into what came to light.
          const box = goal.tagName === "SUMMARY" ? goal.parentNode : null;
          const inside = box && box.open ? all("input:not([type=hidden]), select, textarea", box).find(visible) : null;
          if (inside) inside.focus();
        }
        return;
      }
    }
    if (event.key === "Enter") enterNext(event);
  });

  function enterNext(event) {
    const target = event.target;
    const form = target.form;
    if (!form || !form.hasAttribute("data-enter-next")) return;
    if (!target.matches("input, select, textarea") || target.matches("[type=submit], [type=button], [type=file]")) return;
    if (target.tagName === "TEXTAREA" && !event.ctrlKey) return;
    if (event.altKey || event.shiftKey || event.metaKey) return;
    event.preventDefault();
    if (event.ctrlKey) { form.requestSubmit(); return; }
    const fields = Array.from(form.elements).filter(function (element) {
      return element.matches("input:not([type=hidden]), select, textarea") && visible(element) && !element.readOnly && element.tabIndex >= 0;
    });
    const rest = fields.slice(fields.indexOf(target) + 1).filter(function (element) {
      return !(element.type === "radio" && element.name === target.name) && !(element.type === "checkbox" && element.name === target.name);
    });
    const next = rest.find(function (element) {
      return element.type !== "radio" || element.checked || !form.querySelector('input[type=radio][name="' + element.name + '"]:checked');
    });
    if (next) {
      next.focus();
      if (next.select && next.matches("[type=text], [type=tel], [type=search], [type=number]")) next.select();
    } else {
      form.requestSubmit();
    }
  }

  // --- small hooks -------------------------------------------------------------------------------------------------

  document.addEventListener("click", function (event) {
    const hit = function (selector) { return event.target.closest(selector); };
    if (hit("[data-print]")) window.print();
    if (hit("[data-back]")) window.history.back();
    const close = hit("[data-dialog-close]");
    if (close) {
      const dialog = close.closest("dialog");
      dialog.close();
      if (dialog.id === "sign-in-dialog") { waiting = []; say(text("leftSignIn")); }
    }
    const large = hit("[data-large-type]");
    if (large) {
      const on = root.dataset.type !== "large";
      if (on) root.dataset.type = "large"; else delete root.dataset.type;
      large.setAttribute("aria-pressed", String(on));
      document.cookie = "large_type=" + (on ? "1" : "0") + "; path=/; max-age=31536000; samesite=lax" +
        (location.protocol === "https:" ? "; secure" : "");
    }
    const menuButton = hit("[data-menu-button]");
    if (menuButton) {
      event.preventDefault();
      const menu = document.getElementById("menu");
      const open = menu.classList.toggle("is-open");
      menuButton.setAttribute("aria-expanded", String(open));
    }
    const toError = hit("[data-error-summary] a");
    if (toError) {
      const field = document.querySelector(toError.getAttribute("href"));
      const input = field && (field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea"));
      if (input) { event.preventDefault(); input.focus(); }
    }
    all("details[data-close-outside][open]").forEach(function (details) {
      if (!details.contains(event.target)) details.open = false;
    });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const details = event.target.closest && event.target.closest("details[data-close-outside][open]");
    if (details) { details.open = false; details.querySelector("summary").focus(); }
  });

  document.addEventListener("change", function (event) {
    const form = event.target.form;
    if (form && form.hasAttribute("data-autosubmit") && event.target.matches("select, [type=checkbox], [type=radio], [type=date]")) form.requestSubmit();
  });

  // --- a page or a part of one has come ------------------------------------------------------------------------------

  function prepare(within) {
    if (!within || !within.querySelectorAll) return;
    all("[data-hotkey]", within).forEach(function (element) { element.setAttribute("aria-keyshortcuts", element.dataset.hotkey); });
    const summary = within.querySelector("[data-error-summary]");
    if (summary) { summary.focus(); return; }
    const fault = within.querySelector('[aria-invalid="true"]');
    if (fault) { fault.focus(); return; }
    const wanted = within.querySelector("[data-autofocus]");
    if (wanted) wanted.focus();
  }

  const menuButton = document.querySelector("[data-menu-button]");
  if (menuButton) { menuButton.setAttribute("role", "button"); menuButton.setAttribute("aria-expanded", "false"); }
  prepare(document);
})();
