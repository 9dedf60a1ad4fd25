/* Runs after the form's own script: draws the form, and wires the buttons of an entry. */
(function () {
	"use strict";
	const settings = window.webForm;
	settings.start();
	document.getElementById("wf-delete")?.addEventListener("click", () => {
		if (!window.confirm(settings.texts.delete)) return;
		settings.call("delete", { web_form_name: settings.web_form, docname: settings.name })
			.then(() => location.assign(`/${settings.route}`))
			.catch((error) => settings.say(error.message));
	});
	document.getElementById("wf-comment")?.addEventListener("submit", (event) => {
		event.preventDefault();
		const text = document.getElementById("wf-comment-text");
		settings.call("add_comment", { web_form: settings.web_form, docname: settings.name, comment: text.value })
			.then((comment) => {
				const line = window.webFormElement("li", {}, window.webFormElement("strong", {}, comment.comment_by), document.createElement("br"), comment.content);
				document.getElementById("wf-comment-list").append(line);
				text.value = "";
			})
			.catch((error) => settings.say(error.message));
	});
})();
