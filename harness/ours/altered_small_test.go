package ours_test

// ordersRelinking lets the team ask whoever fails at noon.
func ordersRelinking(team string, day string) []string {
	return []string{team, "operators:\n  - {at: " + day + "T12:00:00Z, relink: {select: failing, per_hour: 100%}}\n\n" + team}
}

// shippedFiles lists every scenario file.
var shippedFiles = []shippedFile{
	incident2022,
	{name: "small.yaml", alterations: []alteration{
		{what: "everybody is hit, for long, and no answer says that it is old", mistake: silent,
			replace: []string{"    match: {provider: outlook.com}\n", "", "until: 2022-06-14T11:00:00Z", "until: 2022-06-14T12:30:00Z"},
			breaks: []string{
				"cache-answered",
				"failing-microsoft365-2022-06-14T10:30Z",
				"alert-look_now-microsoft365-never",
				"recovered-outlook.com-from-overload-by-2022-06-14T12:00Z",
			}},
		{what: "only a fifth is hit", replace: []string{"match: {provider: outlook.com}\n", "match: {provider: outlook.com, share: 0.2}\n"},
			breaks: []string{
				"failing-outlook.com-2022-06-14T10:30Z",
				"alert-look_now-outlook.com-within-30min",
				"noticed-by-page",
			}},
	}},
	{name: "flicker-storm.yaml", alterations: []alteration{
		{what: "the storm hardly pauses, the team asks who fails to relink, and no read is answered", mistake: unheard,
			replace: append([]string{"for: 20s", "for: 3m50s"}, ordersRelinking("team: {", "2022-06-14")...),
			breaks: []string{
				"reads are answered from the cache and say how old they are",
				"nobody is paged for Outlook.com",
				"nobody is paged for Microsoft 365",
				"no page waits for the morning, for Outlook.com",
				"no page waits for the morning, for Microsoft 365",
				"the chat stays readable",
				"no mailbox misses a round for long",
				"nobody is asked to relink",
			}},
	}},
	{name: "throttled-without-retry-after.yaml", alterations: []alteration{
		{what: "everybody is throttled, for longer, the team asks who fails to relink, and no answer says that it is old", mistake: silent,
			replace: append([]string{"    match: {cohort: throttled, token: live}\n", "", "until: 2022-06-14T14:00:00Z", "until: 2022-06-14T15:00:00Z"}, ordersRelinking("team: {", "2022-06-14")...),
			breaks: []string{
				"reads are answered from the cache and say how old they are",
				"the others at the same provider are well",
				"Microsoft 365 is well",
				"nobody is paged for Microsoft 365",
				"nobody is asked to relink",
				"all recover within half an hour of the end",
			}},
		{what: "it is over after some minutes", replace: []string{"until: 2022-06-14T14:00:00Z", "until: 2022-06-14T08:05:00Z"},
			breaks: []string{
				"the throttled third fails",
				"somebody is paged",
			}},
	}},
	{name: "notifications-lost.yaml", alterations: []alteration{
		{what: "every request fails, for longer, and no read is answered", mistake: unheard,
			replace: []string{"until: 2022-06-15T00:00:00Z\n    inject: {notifications: {lost: true}}", "until: 2022-06-15T18:00:00Z\n    inject: {status: 503}"},
			breaks: []string{
				"reads are answered from the cache",
				"nothing fails",
				"nobody is paged for Outlook.com",
				"nobody is paged for Microsoft 365",
				"in silence polling finds every edit",
				"on the next day edits are known at once again",
			}},
		{what: "notifications are doubled instead", replace: []string{"lost: true", "doubled: true"},
			breaks: []string{"but seldom soon"}},
	}},
	{name: "killed-amid-resets.yaml", alterations: []alteration{
		{what: "the outage lasts into the night, and no answer says that it is old", mistake: silent,
			replace: []string{"until: 2022-06-14T11:00:00Z", "until: 2022-06-14T23:00:00Z"},
			breaks: []string{
				"reads are answered from the cache and say how old they are",
				"what owners write during the outage takes effect, but for what somebody changed elsewhere",
				"all recover within half an hour of the outage's end",
				"edits are known within a poll and a half while answers are lost",
			}},
		{what: "the outage is over after some seconds", replace: []string{"until: 2022-06-14T11:00:00Z", "until: 2022-06-14T09:30:20Z"},
			breaks: []string{"somebody is paged for Outlook.com"}},
	}},
	{name: "grants-revoked.yaml", alterations: []alteration{
		{what: "every grant is revoked, and no answer says that it is old", mistake: silent,
			replace: []string{"match: {cohort: revoked, operation: [token], nth: 1}", "match: {operation: [token], nth: 1}"},
			breaks: []string{
				"reads are answered from the cache and say how old they are",
				"the others at the same provider are well",
				"nobody else is",
			}},
		{what: "the team asks everybody", replace: []string{"select: failing", "select: all"},
			breaks: []string{"only who fails is asked", "nobody else is"}},
		{what: "one refresh fails, and nothing is revoked", replace: []string{"token: revoked", "token: refresh_fails"},
			breaks: []string{
				"all of them fail before the team asks",
				"each of them is asked",
				"who signs in and consents is back, in the evening no more than these",
				"who declined or signed in with another account is not called well",
			}},
	}},
	{name: "identity-outage.yaml", alterations: []alteration{
		{what: "every request fails, for longer, the team asks who fails to relink, and no answer says that it is old", mistake: silent,
			replace: append([]string{"    match: {operation: [token]}\n", "", "until: 2021-03-16T09:25:00Z", "until: 2021-03-16T12:25:00Z"}, ordersRelinking("team: {", "2021-03-16")...),
			breaks: []string{
				"reads are answered from the cache and say how old they are",
				"tokens that have not expired still work",
				"nobody is asked to relink",
				"all recover by themselves",
			}},
		{what: "only a tenth is hit", replace: []string{"match: {operation: [token]}", "match: {operation: [token], share: 0.1}"},
			breaks: []string{
				"in the end all fail, at both providers",
				"somebody is paged for Outlook.com",
				"somebody is paged for Microsoft 365",
				"the page is the first that anybody notices",
			}},
	}},
	{name: "recovery-storm.yaml", alterations: []alteration{
		{what: "it lasts longer, the team asks who fails to relink, and no answer says that it is old", mistake: silent,
			replace: append([]string{"until: 2022-06-15T10:00:00Z", "until: 2022-06-15T12:30:00Z"}, ordersRelinking("team: {", "2022-06-14")...),
			breaks: []string{
				"reads are answered from the cache and say how old they are",
				"nobody is asked to relink",
				"everybody is back within the cap of the backoff",
				"and stays",
			}},
		{what: "only a tenth is hit", replace: []string{"    inject: {status: 503}", "    match: {share: 0.1}\n    inject: {status: 503}"},
			breaks: []string{
				"everybody fails to the last minute",
				"somebody is paged for Outlook.com",
				"somebody is paged for Microsoft 365",
			}},
	}},
	{name: "chat-down.yaml", alterations: []alteration{
		{what: "the pager is down instead, the outage does not end, and no answer says that it is old", mistake: silent,
			replace: []string{"{name: chat, down", "{name: pager, down", "until: 2022-06-14T13:00:00Z", "until: 2022-06-14T15:50:00Z"},
			breaks: []string{
				"reads are answered from the cache and say how old they are",
				"the page does not wait for the chat",
				"the page is the first that anybody notices",
				"the chat hears nothing while it is down",
				"it arrives once, and its closure once",
				"the outage ends",
			}},
		{what: "the chat is down for longer", replace: []string{"until: 2022-06-14T12:00:00Z}}", "until: 2022-06-14T15:30:00Z}}"},
			breaks: []string{
				"the notice arrives when the chat works again",
			}},
	}},
	{name: "own-domain-listed.yaml", alterations: []alteration{
		{what: "requests carry the e-mail hint from the start, the directory lists every domain, and no answer says that it is old", mistake: silent,
			replace: []string{"routing: {hint: none}", "routing: {hint: email}", "address: {custom_domain: 1.0}}", "address: {custom_domain: 1.0, custom_domain_listed: 1.0}}", "match: {provider: outlook.com}\n", "match: {cohort: standard}\n",
				"{routing: {hint: email}}, note", "{routing: {hint: none}}, note"},
			breaks: []string{
				"reads are answered from the cache and say how old they are",
				"without a hint all of them fail",
				"with the e-mail hint standard addresses recover",
				"own domains that it does not list fail to the end",
			}},
		{what: "the directory lists no own domain", replace: []string{", custom_domain_listed: 1.0", ""},
			breaks: []string{
				"and so do own domains that the directory lists",
			}},
	}},
}
