package fault

import (
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"

	"anchorage/sim/mailbox"
)

// condition is one thing that must hold for a rule to act on a request.
type condition struct {
	field string                           // key within match
	holds func(r Request, period int) bool // period of the rule's flicker, 0 for a window
	told  func(r Request) string           // what was found instead, for people
}

// noToken is how a file names requests without a token.
const noToken = "none"

// conditions makes those that a rule's match sets; share comes last, being the
// dearest.
func conditions(r Rule, o Options) []condition {
	m := r.Match
	var all []condition
	add := func(set bool, c condition) {
		if set {
			all = append(all, c)
		}
	}
	add(m.Provider != "", providerIs(m.Provider))
	add(m.Host != "", textIs("host", strings.ToLower(m.Host), host))
	add(m.Dialect != "", textIs("dialect", m.Dialect, func(r Request) string { return r.Dialect }))
	add(len(m.Operation) > 0, operationIn(m.Operation))
	add(m.Method != "", textIs("method", m.Method, func(r Request) string { return r.HTTP.Method }))
	add(m.Path != "", pathMatches(m.Path))
	add(m.Token != "", tokenIs(m.Token))
	all = append(all, headerConditions(m.Header)...)
	if m.Cohort != "" {
		all = append(all, cohortIs(m.Cohort, o.Members("", m.Cohort)))
	}
	if m.Share != 0 {
		all = append(all, newQuota(r, o).condition())
	}
	return all
}

func textIs(field, want string, text func(Request) string) condition {
	return condition{
		field: field,
		holds: func(r Request, _ int) bool { return text(r) == want },
		told:  func(r Request) string { return fmt.Sprintf("%q, not %s", text(r), want) },
	}
}

func providerIs(want string) condition {
	return condition{
		field: "provider",
		holds: func(r Request, _ int) bool { return r.Mailbox != nil && r.Mailbox.Provider == want },
		told:  ofMailbox(func(m *mailbox.Spec) string { return "a mailbox of " + m.Provider + ", not " + want }),
	}
}

func cohortIs(name string, members []string) condition {
	in := set(members)
	return condition{
		field: "cohort",
		holds: func(r Request, _ int) bool {
			if r.Mailbox == nil {
				return false
			}
			_, ok := in[r.Mailbox.ID]
			return ok
		},
		told: ofMailbox(func(m *mailbox.Spec) string { return m.ID + " is not in " + name }),
	}
}

func operationIn(names []string) condition {
	return condition{
		field: "operation",
		holds: func(r Request, _ int) bool { return slices.Contains(names, r.Operation) },
		told:  func(r Request) string { return r.Operation + ", not " + strings.Join(names, " or ") },
	}
}

func pathMatches(glob string) condition {
	return condition{
		field: "path",
		holds: func(r Request, _ int) bool {
			ok, err := path.Match(glob, r.HTTP.URL.Path)
			return ok && err == nil
		},
		told: func(r Request) string { return r.HTTP.URL.Path + " does not match " + glob },
	}
}

func tokenIs(want string) condition {
	kind := want
	if want == noToken {
		kind = ""
	}
	return condition{
		field: "token",
		holds: func(r Request, _ int) bool { return r.TokenKind == kind },
		told: func(r Request) string {
			if r.TokenKind == "" {
				return "no token, not " + want
			}
			return r.TokenKind + ", not " + want
		},
	}
}

// ofMailbox words a condition on the mailbox, which a request may not have.
func ofMailbox(told func(*mailbox.Spec) string) func(Request) string {
	return func(r Request) string {
		if r.Mailbox == nil {
			return "the request belongs to no mailbox"
		}
		return told(r.Mailbox)
	}
}

// host is the name that the request asks for, lower case and without a port.
func host(r Request) string { return strings.ToLower(hostname(r.HTTP)) }

func hostname(r *http.Request) string {
	name := r.Host
	if name == "" {
		name = r.URL.Host
	}
	if i := strings.LastIndexByte(name, ':'); i > 0 && !strings.HasSuffix(name, "]") {
		name = name[:i]
	}
	return name
}

func set(ids []string) map[string]struct{} {
	in := make(map[string]struct{}, len(ids))
	for _, id := range ids {
		in[id] = struct{}{}
	}
	return in
}
