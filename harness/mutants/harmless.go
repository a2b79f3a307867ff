package mutants

// HarmlessTable lists changes that keep every promise: other order, other size,
// another name of a label, a little slower. They share the worlds of the mutants.
func HarmlessTable() []Harmless {
	return []Harmless{
		{101, "pages of 20 instead of 50 events", edit("system/settings.go", "number(&s.Sync.PageSize, 50)", "number(&s.Sync.PageSize, 20)"), worlds(small, killedAmid)},
		{102, "events of a round are stored in the order of their ids", []Edit{
			{"system/engine/collect.go", "\treturn changed, removed\n", "\tslices.SortFunc(changed, func(a, b system.Event) int { return strings.Compare(a.ID, b.ID) })\n\treturn changed, removed\n"},
			{"system/engine/collect.go", "\t\"slices\"\n", "\t\"slices\"\n\t\"strings\"\n"},
		}, worlds(small, tornRounds)},
		{103, "tokens are renewed five minutes ahead instead of two", edit("system/engine/token.go", "const refreshAhead = 2 * time.Minute", "const refreshAhead = 5 * time.Minute"), worlds(small, identityOutage)},
		{104, "each round begins a second later", edit("system/engine/cadence.go", "\tc.anchor = c.soonest(now.Add(phase))\n", "\tc.anchor = c.soonest(now.Add(phase + time.Second))\n"), worlds(small, chatDown)},
		{105, "the label of escalated alerts has another name", []Edit{
			{rules, "max by (provider, open) (label_replace(", "max by (provider, still) (label_replace("},
			{rules, "alertstate=\"firing\"}, \"open\", \"$1\"", "alertstate=\"firing\"}, \"still\", \"$1\""},
			{rules, "max by (provider, open) (ALERTS{alertname=\"InformationalStaysOpen\"", "max by (provider, still) (ALERTS{alertname=\"InformationalStaysOpen\""},
			{rules, "$labels.open", "$labels.still"},
		}, worlds(longAndGappy)},
		{106, "retries wait a second longer", edit("system/engine/retry.go", "{5 * time.Second, 15 * time.Second, 45 * time.Second}", "{6 * time.Second, 16 * time.Second, 46 * time.Second}"), worlds(flickerStorm, small)},
		{107, "look_now waits 15 s for company instead of 10", edit(alertmanager, "group_wait: 10s\n", "group_wait: 15s\n"), worlds(small, chatDown, recoveryStorm)},
		{108, "a window of the cache is longer by ten days", edit("system/settings.go", "set(&s.Sync.Ahead, 60*24*time.Hour)", "set(&s.Sync.Ahead, 70*24*time.Hour)"), worlds(small, killedAmid)},
		{109, "writes wait 40 s after their first failure instead of 30", edit("system/engine/attempt.go", "firstWriteBackoff = 30 * time.Second", "firstWriteBackoff = 40 * time.Second"), worlds(killedAmid)},
		{110, "a trial has three pilots instead of five", edit("system/settings.go", "number(&s.Routing.Experiment.Pilots, 5)", "number(&s.Routing.Experiment.Pilots, 3)"), worlds(climbing)},
		{111, "another name in User-Agent", edit("system/settings.go", "\"anchorage-sync/1.0\"", "\"anchorage-sync/1.2\""), worlds(small, ownDomainListed)},
		{112, "scrapes are every 50 s", edit("system/settings.go", "set(&s.Alerting.Scrape, time.Minute)", "set(&s.Alerting.Scrape, 50*time.Second)"), worlds(small, flickerStorm, chatDown)},
	}
}
