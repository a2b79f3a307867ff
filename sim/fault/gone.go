package fault

import (
	"strings"

	"anchorage/sim/journal"
	"anchorage/sim/keyed"
)

// goneKind forgets where a reader was: a request that carries a delta or skip
// token gets 410 (provider contract 3.5), in the middle of a round too. A round
// that begins anew carries neither and goes through.
var goneKind = kind{
	name:     "gone",
	set:      func(in Inject) bool { return in.Gone },
	describe: func(Inject) string { return "410, the delta token is gone" },
	check:    func(Inject) []Problem { return nil },
	requires: []condition{{
		field: "token",
		holds: func(r Request, _ int) bool { return r.Operation == journal.Delta && carriesToken(r.HTTP.URL.RawQuery) },
		told:  func(Request) string { return "the request carries no delta or skip token" },
	}},
	neverActs: neverOn("no such request carries a delta token", journal.Delta),
	effect: func(Rule, keyed.Seed) effect {
		return settle(func(d *Decision) { d.Gone = true })
	},
}

// carriesToken knows the parameters of both dialects by name, whatever their case
// and whether or not their dollar is escaped.
func carriesToken(query string) bool {
	query = strings.ToLower(query)
	return strings.Contains(query, "deltatoken=") || strings.Contains(query, "skiptoken=")
}
