// Makes the form quicker to fill in. Everything here only repeats, earlier, what the server decides; without it the pages work too.
"use strict";

(() => {
  const edges = /^[\s\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+|[\s\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+$/g;
  const form = document.querySelector("form[data-form]");
  const waiting = document.querySelector("[data-poll]");

  // An outcome or an error summary is where reading goes on.
  const focused = document.querySelector("[data-focus]");
  if (focused) focused.focus();

  document.querySelectorAll("[data-seconds]").forEach(countDown);
  document.querySelectorAll("[data-copy]").forEach(addCopying);
  if (waiting) poll(waiting);
  if (form) improve(form);

  // Shown only where copying works; the text itself can be selected either way.
  function addCopying(element) {
    if (!navigator.clipboard) return;
    const button = smallButton(element.dataset.copyText);
    const said = document.createElement("span");
    said.className = "copied";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(element.dataset.copy);
        said.textContent = element.dataset.copied;
      } catch {
        getSelection().selectAllChildren(element.querySelector("code"));
      }
    });
    element.append(button, said);
  }

  function countDown(element) {
    const end = Date.now() + Number(element.dataset.seconds) * 1000;
    const tick = () => {
      const left = Math.max(0, Math.round((end - Date.now()) / 1000));
      const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      element.textContent = element.dataset.text.replace("{time}", time);
      element.classList.toggle("soon", left <= 60);
      if (left > 0) setTimeout(tick, 1000);
      else setTimeout(() => location.replace(location.pathname), 1000);
    };
    tick();
  }

  async function poll(element) {
    let failures = 0;
    while (failures < 5) {
      try {
        const answer = await fetch(element.dataset.poll, { cache: "no-store", credentials: "same-origin" });
        if (!answer.ok || (await answer.text()) === "done") break;
        failures = 0;
      } catch {
        failures += 1;
        await new Promise(resolve => setTimeout(resolve, 1000));
      }
    }
    location.replace(element.dataset.next);
  }

  function improve(form) {
    const summary = document.getElementById("error-summary");
    const fields = [...form.querySelectorAll("[data-parameter]")];
    const approve = document.getElementById("approve");

    // Our own messages stand beside the fields and in the summary; the browser's bubbles show one at a time.
    form.noValidate = true;
    fields.forEach(field => {
      addControls(field);
      field.addEventListener("paste", () => setTimeout(() => showCleaned(field)));

      // While typing, not on leaving the field: a line that appears then would move the button away under the pointer.
      field.addEventListener("input", () => {
        if (field.closest(".field").classList.contains("has-error")) showError(field, problemOf(field));
        if (field.dataset.hostPart !== undefined) updateHosts();
      });
    });
    updateHosts();

    form.addEventListener("submit", event => {
      const problems = fields.map(field => [field, problemOf(field)]).filter(([, problem]) => problem);
      fields.forEach(field => showError(field, problemOf(field)));
      const unapproved = approve.required && !approve.checked;
      document.getElementById("approve-error").textContent = unapproved ? approve.dataset.missing : "";
      if (unapproved) problems.push([approve, approve.dataset.missing]);
      if (problems.length > 0) {
        event.preventDefault();
        summarise(problems);
        return;
      }

      // Only after the browser has collected the pressed button's value.
      setTimeout(() => document.querySelectorAll("button").forEach(button => { button.disabled = true; }));
    });

    // A page that comes back from the browser's history is a new try.
    addEventListener("pageshow", () => document.querySelectorAll("button").forEach(button => { button.disabled = false; }));

    function summarise(problems) {
      summary.querySelector("h2").textContent =
        problems.length === 1 ? summary.dataset.one : summary.dataset.many.replace("9", String(problems.length));
      summary.querySelector("ul").replaceChildren(...problems.map(([field, problem]) => {
        const link = document.createElement("a");
        link.href = `#${field.id}`;
        link.textContent = problem;
        link.addEventListener("click", event => {
          event.preventDefault();
          field.focus();
        });
        const item = document.createElement("li");
        item.append(link);
        return item;
      }));
      summary.hidden = false;
      summary.focus();
    }

    function problemOf(field) {
      const value = cleaned(field);
      if (value === "") return field.required ? field.dataset.missing : "";
      if (value.length > Number(field.dataset.max)) return field.dataset.tooLong;
      return fits(field, value) ? "" : field.dataset.malformed;
    }

    function showError(field, problem) {
      field.closest(".field").classList.toggle("has-error", problem !== "");
      document.getElementById(`${field.id}-error`).textContent = problem;
      if (problem) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }

    // What was pasted is shown at once as it will be used. The server cleans by the same rules and has the last word.
    function showCleaned(field) {
      const value = cleaned(field);
      const changed = value !== field.value && field.tagName !== "TEXTAREA";
      document.getElementById(`${field.id}-note`).textContent = changed ? field.dataset.cleaned : "";
      if (!changed) return;
      field.value = value;
      updateHosts();
    }

    // The box stands for exactly the hosts that are shown: another host has to be approved anew.
    function updateHosts() {
      const hosts = [...document.querySelectorAll("[data-host]")].map(element => {
        let unused = false;
        const text = element.dataset.host.replace(/\{([^{}]+)\}/g, (hole, name) => {
          const field = fields.find(candidate => sameName(candidate.dataset.parameter, name));
          const value = field ? cleaned(field) : "";
          if (value === "" && !(field && field.required)) unused = true;
          return value !== "" && problemOf(field) === "" ? value.toLowerCase() : hole;
        });
        if (element.dataset.host.includes("{")) element.textContent = text;
        if (element.dataset.optional !== undefined) element.parentElement.hidden = unused;
        return element.parentElement.hidden ? null : element.textContent;
      }).filter(host => host !== null);
      const exact = hosts.length > 0 && !hosts.some(host => host.includes("{"));
      const value = [...new Set(hosts)].join(" ");
      if (approve.value !== value) {
        approve.value = value;
        approve.checked = false;
      }
      approve.required = exact;
      approve.disabled = !exact;
      document.querySelectorAll("[data-host-text]").forEach(element => {
        const host = element.dataset.hostText.replace(/\{([^{}]+)\}/g, (hole, name) => {
          const field = fields.find(candidate => sameName(candidate.dataset.parameter, name));
          return field && cleaned(field) !== "" && problemOf(field) === "" ? cleaned(field).toLowerCase() : hole;
        });
        element.textContent = (element.dataset.around ?? "{host}").replace("{host}", () => host);
      });
      const incomplete = document.querySelector("[data-hosts-incomplete]");
      if (incomplete) incomplete.hidden = exact;
    }
  }

  // The same rules as CredentialFormCleaning.
  function cleaned(field) {
    let value = field.value.replace(/\r\n?/g, "\n");
    if (field.tagName === "TEXTAREA") return value.trim() === "" ? "" : value;
    const affixes = JSON.parse(field.dataset.affixes);
    const host = field.dataset.hostPart !== undefined;
    for (let before = null; before !== value;) {
      before = value;
      value = withoutQuotes(field, value.replace(edges, ""));
      if (!host) value = withoutAffix(value, affixes);
    }
    return host ? withoutAddress(field, value, affixes) : value;
  }

  function withoutQuotes(field, value) {
    if (value.length < 3) return value;
    const pair = value[0] + value[value.length - 1];
    const inner = value.slice(1, -1);
    const plain = !/pass/i.test(field.dataset.parameter) && /^[A-Za-z0-9._~+/=:@-]+$/.test(inner);
    const pairs = ["\u201C\u201D", "\u201E\u201C", "\u201E\u201D", "\u2018\u2019", "\u201A\u2018", "\u00AB\u00BB", "\u00BB\u00AB", "\u2039\u203A",
      "\u201D\u201D", "\u2019\u2019"];
    return pairs.includes(pair) || (plain && ["\"\"", "''", "``"].includes(pair)) ? inner : value;
  }

  function withoutAffix(value, affixes) {
    for (const [around, after] of affixes) {
      const before = around.trimEnd();
      const rest = value.slice(before.length);
      if (before === "" || rest.trimStart() === "" || value.slice(0, before.length).toLowerCase() !== before.toLowerCase()) continue;
      if (/[A-Za-z0-9]$/.test(before) && !/^\s/.test(rest)) continue;
      return after !== "" && rest.endsWith(after) ? rest.trimStart().slice(0, -after.length) : rest.trimStart();
    }
    return value;
  }

  function withoutAddress(field, value, affixes) {
    let host = value.replace(/^https?:\/\//i, "").replace(/[/?#].*$/, "");
    for (const [before, after] of affixes) {
      const lower = host.toLowerCase();
      const around = before.length + after.length;
      if (around === 0 || host.length <= around) continue;
      if (!lower.startsWith(before.toLowerCase()) || !lower.endsWith(after.toLowerCase())) continue;
      host = host.slice(before.length, host.length - after.length);
      break;
    }
    return host !== "" && host.length <= Number(field.dataset.max) && fits(field, host) ? host : value;
  }

  function fits(field, value) {
    return new RegExp(`^(?:${field.dataset.pattern})$`).test(value);
  }

  function sameName(one, other) {
    const plain = name => name.replace(/[_-]/g, "").toLowerCase();
    return plain(one) === plain(other);
  }

  function addControls(field) {
    const control = field.parentElement;
    if (control.dataset.secret !== undefined) {
      const multiline = field.tagName === "TEXTAREA";
      const button = smallButton(control.dataset.show);
      const label = shown => {
        button.textContent = shown ? control.dataset.hide : control.dataset.show;
        button.setAttribute("aria-label", `${button.textContent}: ${field.dataset.label}`);
      };
      let shown = false;
      label(shown);
      button.setAttribute("aria-controls", field.id);
      if (multiline) field.classList.add("masked");
      button.addEventListener("click", () => {
        shown = !shown;
        label(shown);
        if (multiline) field.classList.toggle("masked", !shown);
        else field.type = shown ? "text" : "password";
      });
      control.append(button);
    }

    if (control.dataset.file !== undefined) {
      const picker = document.createElement("input");
      picker.type = "file";
      picker.hidden = true;
      picker.addEventListener("change", async () => {
        const file = picker.files[0];
        if (file && file.size <= 256 * 1024) {
          field.value = await file.text();
          field.dispatchEvent(new Event("input"));
        } else if (file) {
          document.getElementById(`${field.id}-note`).textContent = field.dataset.tooLong;
        }
        picker.value = "";
      });
      const button = smallButton(control.dataset.file);
      button.addEventListener("click", () => picker.click());
      control.append(button, picker);
    }
  }

  function smallButton(text) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "small";
    button.textContent = text;
    return button;
  }
})();
