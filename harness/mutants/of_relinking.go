package mutants

// ofRelinking are mistakes in credentials, identities and asking owners.
func ofRelinking() []Mutant {
	return []Mutant{
		{Number: 27, Promise: "R1", Name: "relinking selects all instead of the failing", Caught: onlyFailing, Worlds: worlds(linkedAnew),
			Edits: edit("system/relink/relinker.go", "\t\treturn wanted == All\n", "\t\treturn true\n")},
		{Number: 28, Promise: "R2", Name: "503 for half a day is taken for lasting", Caught: "all recover by themselves", Worlds: worlds(identityOutage),
			Edits: edit("system/engine/outcome.go", "\tcase e.Class == system.ClassReauthorise:\n", "\tcase e.Class == system.ClassReauthorise || e.Status == http.StatusServiceUnavailable && !r.account.FailingSince.IsZero() && r.began.Sub(r.account.FailingSince) > 12*time.Hour:\n")},
		{Number: 29, Promise: "R4", Name: "a renewed token is saved only with the round's success", Caught: tokenKept, Worlds: worlds(tornRounds),
			Edits: []Edit{
				{"system/engine/token.go", "\tr.renewed = true\n\treturn r.save(ctx)\n", "\tr.renewed = true\n\treturn nil\n"},
				{"system/engine/outcome.go", "\tr.committed = r.cursor\n", "\tr.committed = r.cursor\n\t_ = r.save(ctx)\n"},
			}},
		{Number: 30, Promise: "R5", Name: "any identity and any calendar is trusted", Caught: readsTrue, Worlds: worlds(linkedAnew),
			Edits: []Edit{
				{"system/engine/round.go", "\tif r.account.CalendarID != \"\" && id != r.account.CalendarID {\n", "\tif false {\n"},
				{"system/api/callback.go", "\tcase account.State != system.StateHealthy:\n\t\treturn false\n", "\tcase true:\n\t\treturn false\n"},
			}},
		{Number: 31, Promise: "R3", Name: "relinking makes an account healthy without a round", Caught: wellAfter, Worlds: worlds(linkedAnew),
			Edits: edit("system/store/credential.go", "state = CASE WHEN state IN ('reauthorise', 'confirm') THEN 'failing' ELSE state END", "state = 'healthy'")},
		{Number: 64, Promise: "R1", Name: "whoever has been asked is asked again by the next campaign", Caught: oneAsk, Worlds: worlds(linkedAnew),
			Edits: []Edit{
				{"system/relink/relinker.go", "\treturn ask.Generation == a.Generation && now.Before(ask.ExpiresAt), nil\n", "\treturn ask.Generation < 0, nil\n"},
				{"system/store/ask.go", "?, ?, ?, ?, ?, ? WHERE NOT EXISTS", "?, ?, ?, ?, ?, ? WHERE TRUE OR NOT EXISTS"},
			}},
		{Number: 65, Promise: "R1", Name: "a campaign asks who was failing when it began", Caught: onlyFailing, Worlds: worlds(linkedAnew),
			Edits: edit("system/relink/run.go", "\tif !mayAsk(account, r.wanted) {\n", "\tif false {\n")},
		{Number: 66, Promise: "A1", Name: "a token endpoint in trouble is taken for a withdrawn consent", Caught: inTime, Worlds: worlds(identityOutage),
			Edits: edit("system/engine/token.go", "\t\tr.refused = true\n\t\treturn err\n", "\t\tr.refused = true\n\t\te := *system.AsError(err)\n\t\te.Class = system.ClassReauthorise\n\t\treturn &e\n")},
		{Number: 67, Promise: "R5", Name: "waiting writes follow to another mailbox",
			Edits: edit("system/store/adopt.go", "\t\tif _, err := t.exec(failQueued, reasonOtherMailbox, account); err != nil {\n\t\t\treturn err\n\t\t}\n", ""),
			Open:  "no simulated owner confirms another mailbox, so that no account is ever given to one; a write that followed would be judged, as one that nobody asked for there"},
		{Number: 68, Promise: "R4", Name: "a renewed token is used but never kept", Caught: tokenKept, Worlds: worlds(killedAmid),
			Edits: edit("system/engine/token.go", "\terr := r.engine.Store.SaveCredential(ctx, r.account.ID, r.credential)\n", "\tvar err error\n")},
		{Number: 83, Promise: "T3", Name: "the log tells the token of an account whose state changes", Caught: noViolations, Worlds: worlds(small),
			Edits: edit("system/engine/poller.go", "slog.String(\"was\", string(p.account.State)),", "slog.String(\"was\", string(p.account.State)), slog.String(\"token\", p.credential.AccessToken),")},
		{Number: 84, Promise: "T3", Name: "the subject of a mail has its link", Caught: noViolations, Worlds: worlds(linkedAnew),
			Edits: edit("system/relink/mail.go", "\tmsg.Subject(subject(l))\n", "\tmsg.Subject(subject(l) + \" \" + l.Link)\n")},
	}
}
