package identity

import (
	"fmt"
	"slices"
	"strings"

	"anchorage/sim/mailbox"
)

// Hosts of APIs that tokens can be for.
const (
	graphHost   = "graph.microsoft.com"
	outlookHost = "outlook.office.com"
	liveAPIHost = "apis.live.net"
)

// maxScopeSets bounds the selections of scopes that one grant remembers.
const maxScopeSets = 64

// scopeSet is a list of scopes, understood.
type scopeSet struct {
	text     string   // as asked
	audience string   // host of the API
	full     []string // lower case, with the host: what consent is compared by
	names    []string // lower case, without the host
	told     string   // as an answer repeats them

	openid, profile, email, offline bool
}

// parseScopes reads a scope parameter. Scopes without a host mean Graph, and one
// request cannot mix hosts (provider contract 2.4).
func parseScopes(kind, text string) (scopeSet, *refusal) {
	if kind == mailbox.Live {
		return parseLiveScopes(text)
	}
	set := scopeSet{text: text}
	var told []string
	for _, scope := range strings.Fields(text) {
		lower := strings.ToLower(scope)
		host, name, ok := set.resource(lower)
		if !ok || name == "" || name == ".default" {
			return set, refuseScope(scope)
		}
		if host != "" && set.audience != "" && host != set.audience {
			return set, refuse("invalid_scope", 70011, "The provided request must not ask for scopes of several resources: "+set.audience+" and "+host+".")
		}
		if host != "" {
			set.audience = host
		}
		if lower == "offline_access" {
			continue
		}
		set.full = append(set.full, host+"/"+name)
		set.names = append(set.names, name)
		told = append(told, scope)
	}
	if set.audience == "" {
		set.audience = graphHost
	}
	set.told = strings.Join(told, " ")
	return set, nil
}

// resource splits a scope into host and name; those of OpenID Connect have no
// host.
func (s *scopeSet) resource(scope string) (host, name string, ok bool) {
	switch scope {
	case "openid":
		s.openid = true
		return "", scope, true
	case "profile":
		s.profile = true
		return "", scope, true
	case "email":
		s.email = true
		return "", scope, true
	case "offline_access":
		s.offline = true
		return "", scope, true
	}
	rest, prefixed := strings.CutPrefix(scope, "https://")
	if !prefixed {
		return graphHost, scope, !strings.Contains(scope, "/")
	}
	host, name, _ = strings.Cut(rest, "/")
	switch host {
	case graphHost, outlookHost, "outlook.office365.com":
		return host, name, !strings.Contains(name, "/")
	}
	return "", "", false
}

// parseLiveScopes reads the scopes of Live Connect (provider contract 2.6). In
// this world those for calendars open Outlook REST, which the contract denies
// and the replayed incident needs: an assumption of its scenario.
func parseLiveScopes(text string) (scopeSet, *refusal) {
	set := scopeSet{text: text, audience: liveAPIHost}
	for _, scope := range strings.Fields(strings.ReplaceAll(text, ",", " ")) {
		lower := strings.ToLower(scope)
		switch {
		case !strings.HasPrefix(lower, "wl."):
			return set, refuseScope(scope)
		case lower == "wl.offline_access":
			set.offline = true
		case strings.HasPrefix(lower, "wl.calendars"):
			set.audience = outlookHost
		}
		set.full = append(set.full, lower)
		set.names = append(set.names, lower)
	}
	set.told = strings.Join(set.names, " ")
	return set, nil
}

func refuseScope(scope string) *refusal {
	return refuse("invalid_scope", 70011, fmt.Sprintf("The provided value for the input parameter 'scope' is not valid. The scope '%s' does not exist.", scope))
}

// selectLocked returns the number of the set that a token request asks for; ""
// asks for all that was consented to. What was not is refused.
func (g *grant) selectLocked(text string) (int, *refusal) {
	if text == "" {
		return 0, nil
	}
	for i := range g.sets {
		if g.sets[i].text == text {
			return i, nil
		}
	}
	set, refused := parseScopes(g.kind, text)
	if refused != nil {
		return 0, refused
	}
	for _, scope := range set.full {
		if !slices.Contains(g.sets[0].full, scope) {
			return 0, refuseConsent(g.kind)
		}
	}
	if len(g.sets) == maxScopeSets {
		return 0, refuse("invalid_scope", 70011, "This grant has been asked for too many selections of scopes.")
	}
	g.sets = append(g.sets, set)
	return len(g.sets) - 1, nil
}
