package fault

import (
	"anchorage/sim/journal"
	"anchorage/sim/keyed"
)

// tokenKind spoils the refreshing of tokens (provider contract 2.3). The exchange
// of a code is left alone: who signs in anew gets a new grant, which a rule that
// is still in force spoils at its first refresh.
var tokenKind = kind{
	name:     "token",
	set:      func(in Inject) bool { return in.Token != "" },
	describe: func(in Inject) string { return "at token refresh: " + tokenWords[in.Token] },
	check: func(in Inject) []Problem {
		if tokenWords[in.Token] != "" {
			return nil
		}
		return problem("inject.token", unknown(in.Token, TokenRefreshFails, TokenRevoked, TokenConsentLost))
	},
	requires: []condition{{
		field: "operation",
		holds: func(r Request, _ int) bool {
			return r.Operation == journal.Token && r.HTTP.PostForm.Get("grant_type") == "refresh_token"
		},
		told: func(Request) string { return "the request refreshes no token" },
	}},
	neverActs: neverOn("no such request refreshes a token", journal.Token),
	effect: func(rule Rule, _ keyed.Seed) effect {
		what := rule.Inject.Token
		return settle(func(d *Decision) { d.Token = what })
	},
}

var tokenWords = map[string]string{
	TokenRefreshFails: "temporarily unavailable",
	TokenRevoked:      "the grant is revoked",
	TokenConsentLost:  "the consent is withdrawn",
}
