package fault

import (
	"net/http"

	"anchorage/sim/keyed"
)

// htmlKind answers with a page for people and status 200, as a proxy on the way
// or a maintenance page does: the work is not done, and the status says that it
// was.
var htmlKind = kind{
	name:     "html",
	set:      func(in Inject) bool { return in.HTML },
	describe: func(Inject) string { return "an HTML page with status 200" },
	check:    func(Inject) []Problem { return nil },
	effect: func(Rule, keyed.Seed) effect {
		return answerWith(&Answer{
			Status: http.StatusOK,
			Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
			Body: "<!DOCTYPE html><html><head><title>Service maintenance</title></head>" +
				"<body><h1>We are working on it</h1><p>Please try again in a few minutes.</p></body></html>",
		})
	},
}
