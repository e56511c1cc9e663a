// The page for comments: one email from two choices, in place of one link for each topic. Nothing is sent from here.
(() => {
  "use strict";
  const form = document.querySelector("[data-tell-us]");
  if (!form) return;
  const link = form.querySelector("[data-tell-us-write]");
  const plain = document.querySelector("[data-tell-us-plain]");
  if (!link || !plain) throw new Error("The page for comments lacks its link or its list of topics.");

  const chosen = (name) => form.querySelector(`input[name="${name}"]:checked`)?.value || "";
  const fill = (text, gaps) => text.replace(/\{(\w+)\}/g, (gap, name) => gaps[name] ?? gap);
  const from = document.referrer;
  const page = from.startsWith(localOffer.root) && from !== location.href ? from : "";

  const update = () => {
    const gaps = { topic: chosen("topic"), who: chosen("who"), address: page };
    const { email, subject, body, page: about } = form.dataset;
    const text = (page ? `${fill(about, gaps)}\n` : "") + fill(body, gaps);
    const quoted = (value) => encodeURIComponent(value.replace(/\r?\n/g, "\r\n"));
    link.href = `mailto:${email}?subject=${quoted(fill(subject, gaps))}&body=${quoted(text)}`;
  };
  form.addEventListener("change", update);
  update();
  form.hidden = false;
  plain.hidden = true;
})();
