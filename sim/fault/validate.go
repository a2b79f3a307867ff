package fault

import (
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"anchorage/sim/journal"
	"anchorage/sim/mailbox"
)

// Problem is a mistake in one rule. Field is the key within the rule, joined by
// dots ("match.header.equal"); Message says in the writer's terms what is wrong
// and what was expected.
type Problem struct {
	Index   int // of the rule
	Field   string
	Message string
}

// Validate finds all mistakes that can be told from the rules alone, in file
// order. Whether a cohort exists is for the loader, who knows them.
func Validate(rules []Rule) []Problem {
	var all []Problem
	named := map[string]int{}
	for i, r := range rules {
		found := checkName(r.Name, named)
		if _, taken := named[r.Name]; !taken {
			named[r.Name] = i
		}
		found = append(found, r.checkTime()...)
		found = append(found, r.Match.check()...)
		found = append(found, r.checkInject()...)
		for _, p := range found {
			p.Index = i
			all = append(all, p)
		}
	}
	return all
}

func checkName(name string, named map[string]int) []Problem {
	if strings.TrimSpace(name) == "" {
		return problem("name", "is missing: reports and expectations name a fault by it")
	}
	if first, taken := named[name]; taken {
		return problem("name", fmt.Sprintf("%q is the name of fault number %d already; expected another name", name, first+1))
	}
	return nil
}

func (r Rule) checkTime() []Problem {
	var all []Problem
	switch {
	case r.Every == 0 && r.For != 0:
		all = append(all, problem("for", "stands without every; expected every beside it, or until for a single window")...)
	case r.Every != 0 && r.For == 0:
		all = append(all, problem("every", "stands without for: how long is each time?")...)
	case r.Every != 0 && r.Every.D() < time.Second:
		all = append(all, problem("every", short(r.Every.D())+" is too fast for a flicker; expected at least 1s")...)
	case r.Every != 0 && r.For >= r.Every:
		all = append(all, problem("for", fmt.Sprintf("%s is not shorter than every, %s: the fault would never pause; give at and until instead", short(r.For.D()), short(r.Every.D())))...)
	}
	if !r.At.IsZero() && !r.Until.IsZero() && !r.At.Before(r.Until.Time) {
		all = append(all, problem("until", "is not after at; expected an instant after it")...)
	}
	return all
}

// checkInject holds a rule to one kind. Latency may stand beside each but those
// about notifications, which have a lateness of their own; what else is to go
// wrong at once takes several rules.
func (r Rule) checkInject() []Problem {
	asked := r.Inject.kinds()
	if len(asked) == 0 {
		return problem("inject", "is empty; expected one of "+kindNames(kinds))
	}
	var all []Problem
	var alone []kind
	notices := 0
	for _, k := range asked {
		all = append(all, k.check(r.Inject)...)
		if p, never := k.cannotAct(r.Match); never {
			all = append(all, p)
		}
		if !k.beside {
			alone = append(alone, k)
		}
		if k.notices {
			notices++
		}
	}
	if notices == 1 && len(asked) == 2 && len(alone) == 1 {
		all = append(all, problem("inject.latency", "does not delay notifications; expected notifications with late, in a rule of its own")...)
	}
	if len(alone) > 1 {
		all = append(all, problem("inject", "has several kinds, "+kindNames(alone)+"; expected one, and latency beside it at most")...)
	}
	return all
}

func kindNames(of []kind) string {
	var names []string
	for _, k := range of {
		names = append(names, k.name)
	}
	return strings.Join(names, ", ")
}

func (m Match) check() []Problem {
	var all []Problem
	oneOf := func(field, value string, known ...string) {
		if value != "" && !slices.Contains(known, value) {
			all = append(all, problem(field, unknown(value, known...))...)
		}
	}
	oneOf("match.provider", m.Provider, mailbox.OutlookCom, mailbox.Microsoft365)
	oneOf("match.dialect", m.Dialect, journal.OutlookREST, journal.Graph, journal.OAuth)
	oneOf("match.method", m.Method, http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions)
	oneOf("match.token", m.Token, mailbox.Live, mailbox.IdentityPlatform, noToken)
	for _, operation := range m.Operation {
		if !slices.Contains(journal.Operations, operation) {
			all = append(all, problem("match.operation", unknown(operation, journal.Operations...))...)
		}
	}
	if m.Share < 0 || m.Share > 1 {
		all = append(all, problem("match.share", fmt.Sprintf("%g is not a share; expected 0 to 1", m.Share.F()))...)
	}
	if !(m.Probability >= 0 && m.Probability <= 1) {
		all = append(all, problem("match.probability", fmt.Sprintf("%g is not a chance; expected 0 to 1", m.Probability.F()))...)
	}
	all = append(all, m.Nth.check()...)
	if strings.ContainsAny(m.Host, "/: ") {
		all = append(all, problem("match.host", fmt.Sprintf("%q is not a host name; expected it without scheme, port and path", m.Host))...)
	}
	all = append(all, checkPath(m.Path)...)
	return append(all, m.Header.check()...)
}

func checkPath(glob string) []Problem {
	if glob == "" {
		return nil
	}
	if _, err := path.Match(glob, ""); err != nil {
		return problem("match.path", fmt.Sprintf("%q is not a pattern: a bracket is not closed, or a backslash ends it", glob))
	}
	if glob[0] != '/' {
		return problem("match.path", fmt.Sprintf("%q matches nothing: the path of a URL begins with a slash", glob))
	}
	return nil
}

func (m HeaderMatch) check() []Problem {
	var all []Problem
	names := func(field string, of []string) map[string]bool {
		seen := map[string]bool{}
		for _, name := range of {
			if !validHeaderName(name) {
				all = append(all, problem(field, fmt.Sprintf("%q is not a header name", name))...)
			}
			seen[http.CanonicalHeaderKey(name)] = true
		}
		return seen
	}
	names("match.header.present", m.Present)
	absent := names("match.header.absent", m.Absent)
	equal := map[string]string{}
	keys := sortedKeys(m.Equal)
	names("match.header.equal", keys)
	for _, name := range keys {
		key := http.CanonicalHeaderKey(name)
		if other, twice := equal[key]; twice {
			all = append(all, problem("match.header.equal", fmt.Sprintf("%s and %s are one header", other, name))...)
		}
		equal[key] = name
	}
	for _, name := range append(slices.Clone(m.Present), keys...) {
		if absent[http.CanonicalHeaderKey(name)] {
			all = append(all, problem("match.header", name+" cannot be absent and have a value at once")...)
		}
	}
	return all
}

// problem is one problem, as a list to append.
func problem(field, message string) []Problem { return []Problem{{Field: field, Message: message}} }

func unknown(value string, known ...string) string {
	return fmt.Sprintf("%q is unknown; expected one of %s", value, strings.Join(known, ", "))
}
