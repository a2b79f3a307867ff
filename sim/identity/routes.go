package identity

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"anchorage/sim/journal"
	"anchorage/sim/mailbox"
)

// route is what a path leads to.
type route struct {
	operation string      // of journal.Operations; "" for pages between people and the provider
	kind      string      // mailbox.Live or mailbox.IdentityPlatform
	owner     func(*call) // finds whose request it is, if it can be told; may be nil
	work      func(*call) //
}

// site is the routes of one host.
type site struct {
	router *mux.Router
	routes map[string]*route // key: name of the route in router
}

// newSites returns the site of each host.
func newSites() map[string]*site {
	live, platform := newSite(), newSite()
	live.add("/oauth20_token.srf", &route{journal.Token, mailbox.Live, (*call).ownerOfSecret, (*call).token}, http.MethodPost)
	live.add("/oauth20_authorize.srf", &route{journal.Authorize, mailbox.Live, (*call).ownerOfSession, (*call).authorize}, http.MethodGet)

	platform.add("/{tenant}/oauth2/v2.0/token", &route{journal.Token, mailbox.IdentityPlatform, (*call).ownerOfSecret, (*call).token}, http.MethodPost)
	platform.add("/{tenant}/oauth2/v2.0/authorize", &route{journal.Authorize, mailbox.IdentityPlatform, (*call).ownerOfSession, (*call).authorize}, http.MethodGet, http.MethodPost)
	platform.add("/{tenant}/v2.0/.well-known/openid-configuration", &route{journal.Discovery, mailbox.IdentityPlatform, nil, (*call).discovery}, http.MethodGet)
	platform.add("/{tenant}/discovery/v2.0/keys", &route{journal.Keys, mailbox.IdentityPlatform, nil, (*call).keys}, http.MethodGet)

	live.add(signInPath, &route{"", mailbox.Live, nil, (*call).signIn}, http.MethodPost)
	platform.add(signInPath, &route{"", mailbox.IdentityPlatform, nil, (*call).signIn}, http.MethodPost)
	return map[string]*site{LiveHost: live, PlatformHost: platform}
}

func newSite() *site {
	return &site{router: mux.NewRouter().SkipClean(true), routes: map[string]*route{}}
}

func (s *site) add(path string, to *route, methods ...string) {
	s.router.Path(path).Methods(methods...).Name(path)
	s.routes[path] = to
}

// match finds the route of a request, nil if there is none. The router is only
// asked, not served through: that saves a copy of every request.
func (s *site) match(r *http.Request) (*route, map[string]string) {
	var m mux.RouteMatch
	if s == nil || !s.router.Match(r, &m) || m.Route == nil || m.MatchErr != nil {
		return nil, nil
	}
	return s.routes[m.Route.GetName()], m.Vars
}

// hostName is the host of a Host header, without port, in lower case.
func hostName(host string) string {
	name, _, _ := strings.Cut(host, ":")
	return strings.ToLower(name)
}
