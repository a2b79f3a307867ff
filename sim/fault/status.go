package fault

import (
	"fmt"
	"net/http"
	"strings"

	"anchorage/sim/keyed"
)

// statusKind answers instead of doing the work: with an error of the server's own
// envelope, or with a body given word for word, which may also be a success that
// is none.
var statusKind = kind{
	name: "status",
	set: func(in Inject) bool {
		return in.Status != 0 || in.Code != "" || in.Body != "" || len(in.Headers) > 0
	},
	describe: describeStatus,
	check:    checkStatus,
	effect: func(rule Rule, _ keyed.Seed) effect {
		in := rule.Inject
		a := &Answer{Status: in.Status, Code: in.Code, Body: in.Body}
		if len(in.Headers) > 0 {
			a.Header = make(http.Header, len(in.Headers))
			for name, value := range in.Headers {
				a.Header.Set(name, value)
			}
		}
		return answerWith(a)
	},
}

// answerWith settles a request by an answer.
func answerWith(a *Answer) effect {
	return settle(func(d *Decision) { d.Answer = a })
}

func describeStatus(in Inject) string {
	text := fmt.Sprintf("status %d", in.Status)
	if in.Code != "" {
		text += " " + in.Code
	}
	if in.Body != "" {
		text += " with a body of its own"
	}
	return text
}

func checkStatus(in Inject) []Problem {
	var found []Problem
	switch {
	case in.Status == 0:
		found = append(found, problem("inject.status", "is missing: code, body and headers belong to an answer with a status")...)
	case in.Status >= 200 && in.Status <= 299 && in.Body == "":
		found = append(found, problem("inject.status", fmt.Sprintf("%d without a body would be a success made of nothing; expected 400 to 599, or a body as well", in.Status))...)
	case in.Status < 200 || in.Status > 599 || in.Status > 299 && in.Status < 400:
		found = append(found, problem("inject.status", fmt.Sprintf("%d is no error; expected 400 to 599, or 200 to 299 with a body", in.Status))...)
	}
	if in.Code != "" && in.Body != "" {
		found = append(found, problem("inject.code", "would be lost: the body is given word for word")...)
	}
	for _, name := range sortedKeys(in.Headers) {
		if !validHeaderName(name) {
			found = append(found, problem("inject.headers", fmt.Sprintf("%q is not a header name", name))...)
		} else if strings.ContainsAny(in.Headers[name], "\r\n") {
			found = append(found, problem("inject.headers", name+" spans several lines")...)
		}
	}
	return found
}
