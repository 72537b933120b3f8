// Makes the form quicker to fill in. Everything here only repeats, earlier, what the server decides; without it the pages work too.
"use strict";

(() => {
  const form = document.querySelector("form[data-form]");
  const waiting = document.querySelector("[data-poll]");

  // An outcome or an error summary is where reading goes on.
  const focused = document.querySelector("[data-focus]");
  if (focused) focused.focus();

  countDown(document.querySelector("[data-seconds]"));
  if (waiting) poll(waiting);
  if (form) improve(form);

  function countDown(element) {
    if (!element) return;
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
      field.addEventListener("change", () => {
        clean(field);
        if (field.closest(".field").classList.contains("has-error")) showError(field, problemOf(field));
        updateHosts();
      });
      field.addEventListener("input", () => {
        if (field.dataset.hostPart !== undefined) updateHosts();
      });
    });
    updateHosts();

    form.addEventListener("submit", event => {
      fields.forEach(clean);
      updateHosts();
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
      const value = field.value.replace(/\r\n?/g, "\n");
      if (value === "") return field.required ? field.dataset.missing : "";
      if (value.length > Number(field.dataset.max)) return field.dataset.tooLong;
      return new RegExp(`^(?:${field.dataset.pattern})$`).test(value) ? "" : field.dataset.malformed;
    }

    function showError(field, problem) {
      field.closest(".field").classList.toggle("has-error", problem !== "");
      document.getElementById(`${field.id}-error`).textContent = problem;
      if (problem) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }

    // Blanks and invisible characters around a value are taken away at once, so that what is shown is what is checked.
    // Prefixes and quotation marks are left to the server, which says so on the next page.
    function clean(field) {
      if (field.tagName === "TEXTAREA") return;
      const edges = /^[\s\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+|[\s\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+$/g;
      const cleaned = field.value.replace(edges, "");
      if (cleaned === field.value) return;
      field.value = cleaned;
      document.getElementById(`${field.id}-note`).textContent = field.dataset.trimmed;
    }

    // The box stands for exactly the hosts that are shown: another host has to be approved anew.
    function updateHosts() {
      const holes = [...document.querySelectorAll("[data-host]")];
      const hosts = holes.map(element => {
        const text = element.dataset.host.replace(/\{([^{}]+)\}/g, (hole, name) => {
          const field = fields.find(candidate => sameName(candidate.dataset.parameter, name));
          const value = field ? field.value.trim() : "";
          return value !== "" && problemOf(field) === "" ? value.toLowerCase() : hole;
        });
        if (element.dataset.host.includes("{")) element.textContent = text;
        return element.textContent;
      });
      const exact = !hosts.some(host => host.includes("{"));
      const value = [...new Set(hosts)].join(" ");
      if (approve.value !== value) {
        approve.value = value;
        approve.checked = false;
      }
      approve.required = exact;
      approve.disabled = !exact;
      const incomplete = document.querySelector("[data-hosts-incomplete]");
      if (incomplete) incomplete.hidden = exact;
    }
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
          field.dispatchEvent(new Event("change"));
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
