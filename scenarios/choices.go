package scenarios

import (
	"reflect"

	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/mailbox"
	"anchorage/sim/people"
)

// What some keys may say; decoder and schema both ask here.
var (
	providers      = []string{mailbox.OutlookCom, mailbox.Microsoft365}
	authorizations = []string{mailbox.Live, mailbox.IdentityPlatform}
	addresses      = []string{mailbox.Standard, mailbox.CustomDomain, mailbox.OtherSignIn}
	signals        = []string{people.OnPage, people.OnReview, people.OnTicket, people.OnChat}
)

// choices are the texts that a key of a struct may have (each item, for a list).
var choices = map[reflect.Type]map[string][]string{
	reflect.TypeFor[Fleet]():           {"provider": providers, "authorization": authorizations},
	reflect.TypeFor[people.Selector](): {"provider": providers, "authorization": authorizations, "address": addresses},
	reflect.TypeFor[fault.Match](): {
		"provider": providers, "dialect": {journal.OutlookREST, journal.Graph, journal.OAuth},
		"operation": journal.Operations, "token": append([]string{"none"}, authorizations...),
	},
	reflect.TypeFor[fault.Inject]():    {"routing": {fault.Lookup, fault.HintRequired}},
	reflect.TypeFor[people.Step]():     {"on": signals},
	reflect.TypeFor[people.Post]():     {"state": {"investigating", "identified", "monitoring", "resolved"}},
	reflect.TypeFor[people.Campaign](): {"select": {"failing", "all"}},
	reflect.TypeFor[ExpectCache]():     {"reads": {"answered"}},
	reflect.TypeFor[ExpectAlert]():     {"provider": providers, "level": {"informational", "review_soon", "look_now"}},
	reflect.TypeFor[ExpectNoticed]():   {"first": signals},
	reflect.TypeFor[ExpectRelink]():    {"asked": {"failing_only"}},
	reflect.TypeFor[ExpectTried]():     {"changes": {"requests"}},
}

// choicesOf lists what a key may say; nil means anything.
func choicesOf(owner reflect.Type, key string) []string { return choices[owner][key] }
