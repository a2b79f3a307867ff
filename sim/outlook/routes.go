package outlook

import (
	"net/http"
	"strings"

	"anchorage/sim/journal"
)

// operation is what a route leads to.
type operation struct {
	name   string   // of journal.Operations
	scopes []string // any of them allows it
	work   func(*call)
}

// site is one dialect under one host: its routes and what else tells it from others.
type site struct {
	dialect    string
	prefix     string // of all paths
	base       string // address of the dialect's root, under the host
	pascal     bool   // PascalCase names and enumeration values
	audiences  []string
	resource   string                // application id of the API, named when it asks for a token
	operations map[string]*operation // key: name
	paths      map[string]byPath     // key: method
	words      map[string]string     // path segments, by lower case and by themselves
}

// byPath are operations by path in its canonical form.
type byPath map[string]*operation

// newSites returns the site of each host.
func newSites() map[string]*site {
	sites := map[string]*site{
		"outlook.office.com": newOutlookSite(), "outlook.office365.com": newOutlookSite(), "graph.microsoft.com": newGraphSite(),
	}
	for host, s := range sites {
		s.base = "https://" + host + s.prefix
	}
	return sites
}

// newOutlookSite is Outlook REST v2.0 (provider contract 7).
func newOutlookSite() *site {
	s := &site{
		dialect: journal.OutlookREST, prefix: "/api/v2.0", pascal: true,
		audiences: []string{"outlook.office.com", "outlook.office365.com"}, resource: "00000002-0000-0ff1-ce00-000000000000",
		words: words("api", "v2.0", "me", "calendars", "calendar", "events", "calendarview", "subscriptions"),
	}
	s.routes(outlookMeScopes)
	for _, path := range []string{"/me/calendarview", "/me/calendar/calendarview", "/me/calendars/{calendar}/calendarview"} {
		s.route(journal.CalendarView, path)
	}
	s.lists()
	s.writes()
	s.subscriptions("/me/subscriptions")
	return s
}

// newGraphSite is Graph v1.0 (provider contract 3).
func newGraphSite() *site {
	s := &site{
		dialect: journal.Graph, prefix: "/v1.0",
		audiences: []string{"graph.microsoft.com"}, resource: "00000003-0000-0000-c000-000000000000",
		words: words("v1.0", "me", "calendars", "calendar", "events", "calendarView", "delta", "subscriptions"),
	}
	s.routes(graphMeScopes)
	for _, path := range []string{"/me/calendarView", "/me/calendar/calendarView", "/me/calendars/{calendar}/calendarView"} {
		s.route(journal.Delta, path+"/delta")
		s.route(journal.CalendarView, path)
	}
	s.lists()
	s.writes()
	s.subscriptions("/subscriptions")
	return s
}

// routes prepares the site for its routes.
func (s *site) routes(meScopes []string) {
	s.paths = map[string]byPath{}
	s.operations = map[string]*operation{
		journal.Delta:           {journal.Delta, readScopes, (*call).synchronise},
		journal.CalendarView:    {journal.CalendarView, readScopes, (*call).calendarView},
		journal.ListEvents:      {journal.ListEvents, readScopes, (*call).listEvents},
		journal.GetEvent:        {journal.GetEvent, readScopes, (*call).getEvent},
		journal.ListCalendars:   {journal.ListCalendars, readScopes, (*call).listCalendars},
		journal.DefaultCalendar: {journal.DefaultCalendar, readScopes, (*call).getCalendar},
		journal.Me:              {journal.Me, meScopes, (*call).me},
		journal.CreateEvent:     {journal.CreateEvent, writeScopes, (*call).createEvent},
		journal.UpdateEvent:     {journal.UpdateEvent, writeScopes, (*call).updateEvent},
		journal.DeleteEvent:     {journal.DeleteEvent, writeScopes, (*call).deleteEvent},
		journal.Subscribe:       {journal.Subscribe, readScopes, (*call).subscribe},
		journal.Renew:           {journal.Renew, readScopes, (*call).renew},
		journal.Unsubscribe:     {journal.Unsubscribe, readScopes, (*call).unsubscribe},
		getSubscription:         {getSubscription, readScopes, (*call).getSubscription},
	}
}

func (s *site) lists() {
	s.route(journal.DefaultCalendar, "/me/calendar")
	s.route(journal.ListCalendars, "/me/calendars")
	s.route(journal.ListEvents, "/me/events")
	s.route(journal.ListEvents, "/me/calendar/events")
	s.route(journal.ListEvents, "/me/calendars/{calendar}/events")
	s.route(journal.GetEvent, "/me/events/{event}")
	s.route(journal.GetEvent, "/me/calendar/events/{event}")
	s.route(journal.GetEvent, "/me/calendars/{calendar}/events/{event}")
	s.route(journal.Me, "/me")
}

// writes are the routes that change events (provider contract 3.1).
func (s *site) writes() {
	for _, collection := range []string{"/me/events", "/me/calendar/events", "/me/calendars/{calendar}/events"} {
		s.routeBy(http.MethodPost, journal.CreateEvent, collection)
		s.routeBy(http.MethodPatch, journal.UpdateEvent, collection+"/{event}")
		s.routeBy(http.MethodDelete, journal.DeleteEvent, collection+"/{event}")
	}
}

// getSubscription is an operation that no fault rule needs to name.
const getSubscription = "subscription.get"

// subscriptions are the routes of subscriptions (provider contract 6, 7).
func (s *site) subscriptions(collection string) {
	s.routeBy(http.MethodPost, journal.Subscribe, collection)
	s.routeBy(http.MethodGet, getSubscription, collection+"/{subscription}")
	s.routeBy(http.MethodPatch, journal.Renew, collection+"/{subscription}")
	s.routeBy(http.MethodDelete, journal.Unsubscribe, collection+"/{subscription}")
}

// route adds one that reads.
func (s *site) route(name, path string) { s.routeBy(http.MethodGet, name, path) }

func (s *site) routeBy(method, name, path string) {
	if s.paths[method] == nil {
		s.paths[method] = byPath{}
	}
	s.paths[method][s.prefix+path] = s.operations[name]
}

// match finds the operation of a request, nil if there is none, and the keys in its
// path.
func (s *site) match(r *http.Request) (*operation, keys) {
	var space [128]byte // so that a path of the usual length needs no memory of its own
	path, found := s.canonical(space[:0], r.URL.Path)
	o := s.paths[r.Method][string(path)]
	// One path of Outlook REST both views and synchronises: a preference and the link's
	// token tell them apart.
	if s.pascal && o != nil && o.name == journal.CalendarView && tracked(r) {
		o = s.operations[journal.Delta]
	}
	return o, found
}

func words(canonical ...string) map[string]string {
	m := make(map[string]string, 2*len(canonical))
	for _, w := range canonical {
		m[w], m[strings.ToLower(w)] = w, w
	}
	return m
}
