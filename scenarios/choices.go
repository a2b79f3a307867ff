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

// Sinks that a file can switch off.
const (
	SinkChat  = "chat"
	SinkPager = "pager"
)

// choices are the texts that a key of a struct may have (each item, for a list).
var choices = map[reflect.Type]map[string][]string{
	reflect.TypeFor[Fleet]():           {"provider": providers, "authorization": authorizations},
	reflect.TypeFor[people.Selector](): {"provider": providers, "authorization": authorizations, "address": addresses},
	reflect.TypeFor[fault.Match](): {
		"provider": providers, "dialect": {journal.OutlookREST, journal.Graph, journal.OAuth},
		"operation": journal.Operations, "token": append([]string{"none"}, authorizations...),
	},
	reflect.TypeFor[fault.Inject](): {
		"routing": {fault.Lookup, fault.HintRequired}, "reset": {fault.ResetBefore, fault.ResetAfter},
		"token":        {fault.TokenRefreshFails, fault.TokenRevoked, fault.TokenConsentLost},
		"subscription": {fault.SubscriptionRemoved},
	},
	reflect.TypeFor[people.Step]():     {"on": signals},
	reflect.TypeFor[people.Post]():     {"state": {"investigating", "identified", "monitoring", "resolved"}},
	reflect.TypeFor[people.Campaign](): {"select": {"failing", "all"}},
	reflect.TypeFor[ExpectCache]():     {"reads": {"answered"}},
	reflect.TypeFor[ExpectAlert]():     {"provider": providers, "level": {"informational", "review_soon", "look_now"}},
	reflect.TypeFor[ExpectNoticed]():   {"first": signals},
	reflect.TypeFor[ExpectRelink]():    {"asked": {"failing_only"}},
	reflect.TypeFor[ExpectTried]():     {"changes": {"requests"}},
	reflect.TypeFor[ExpectChat]():      {"provider": providers},
	reflect.TypeFor[Sink]():            {"name": {SinkChat, SinkPager}},
}

// FaultKinds lists the kinds of faults that a file may inject: the keys of inject,
// without those that only go with another.
func FaultKinds() []string { return fault.Kinds() }

// choicesOf lists what a key may say; nil means anything.
func choicesOf(owner reflect.Type, key string) []string { return choices[owner][key] }
