package outlook

import (
	"net/url"
	"strings"
	"time"

	"anchorage/system"
)

const (
	graphHost = "graph.microsoft.com"
	graphRoot = "https://" + graphHost + "/v1.0/me"
	restRoot  = "/api/v2.0/me"
	// defaultRESTHost is the older dialect's host where settings name none.
	defaultRESTHost = "outlook.office.com"
	// windowTime is the form of startDateTime and endDateTime, in UTC.
	windowTime = "2006-01-02T15:04:05Z"
)

func restHost(a system.Access) string {
	if a.Requests.Host == "" {
		return defaultRESTHost
	}
	return a.Requests.Host
}

func calendarURL(a system.Access) string {
	if a.Account.Dialect() == system.Graph {
		return graphRoot + "/calendar"
	}
	return "https://" + restHost(a) + restRoot + "/calendar"
}

// meURL is the address of the account's owner.
func meURL(a system.Access) string {
	if a.Account.Dialect() == system.Graph {
		return graphRoot
	}
	return "https://" + restHost(a) + restRoot
}

// mine is the address of something of the account's own, as "events/id".
func mine(a system.Access, what string) string { return meURL(a) + "/" + what }

// eventURL of one event. Older ids have characters that an address must not have
// (provider contract 2.1).
func eventURL(a system.Access, id string) string { return mine(a, "events/"+url.PathEscape(id)) }

// subscriptionURL of one subscription, or of all with an empty id.
func subscriptionURL(a system.Access, id string) string {
	root := "https://" + graphHost + "/v1.0/subscriptions"
	if a.Account.Dialect() == system.OutlookREST {
		root = mine(a, "subscriptions")
	}
	if id == "" {
		return root
	}
	return root + "/" + url.PathEscape(id)
}

// windowURL begins a round. The window is in whole seconds.
func windowURL(a system.Access, w system.Window) string {
	query := "?startDateTime=" + w.From.UTC().Truncate(time.Second).Format(windowTime) +
		"&endDateTime=" + w.Until.UTC().Truncate(time.Second).Format(windowTime)
	if a.Account.Dialect() == system.Graph {
		return graphRoot + "/calendarView/delta" + query
	}
	return "https://" + restHost(a) + restRoot + "/calendarview" + query
}

// linkURL is the address behind a link that the provider gave. Links are absolute,
// but an answer does not decide where a token is sent: the host is Graph's own or,
// in the older dialect, the one that the settings name.
func linkURL(a system.Access, link string) (string, error) {
	rest, ok := strings.CutPrefix(link, "https://")
	slash := strings.IndexByte(rest, '/')
	if !ok || slash < 0 {
		return "", malformed("link is no https address", nil)
	}
	host := graphHost
	if a.Account.Dialect() == system.OutlookREST {
		host = restHost(a)
	}
	if rest[:slash] == host {
		return link, nil // as nearly all do
	}
	return "https://" + host + rest[slash:], nil
}
