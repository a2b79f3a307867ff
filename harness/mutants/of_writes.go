package mutants

const arrives = "what owners write during the outage takes effect, but for what somebody changed elsewhere"

// ofWrites are mistakes in delivering writes of owners.
func ofWrites() []Mutant {
	return []Mutant{
		{Number: 10, Promise: "C8", Name: "each attempt at a create has a transactionId of its own", Caught: writesOnce, Worlds: worlds(killedAmid),
			Edits: edit("system/outlook/edit.go", "content[\"transactionId\"] = w.ID\n", "content[\"transactionId\"] = w.ID\n\t\tif w.Attempts > 0 {\n\t\t\tcontent[\"transactionId\"] = w.ID + w.NotBefore.Format(\"-150405\")\n\t\t}\n")},
		{Number: 11, Promise: "C8", Name: "a write whose answer was lost is taken for one that was not made", Caught: writesOnce, Worlds: worlds(killedAmid),
			Edits: []Edit{
				{"system/engine/attempt.go", "\tif w.Kind != system.WriteCreate && w.Attempts > 0 {\n", "\tif false {\n"},
				{"system/outlook/request.go", "\tif x.ifMatch != \"\" {\n", "\tif false {\n"},
			}},
		{Number: 12, Promise: "C8", Name: "If-Match is dropped", Caught: writesOnce, Worlds: worlds(contested),
			Edits: edit("system/outlook/request.go", "\tif x.ifMatch != \"\" {\n", "\tif false {\n")},
		{Number: 13, Promise: "C8", Name: "a later write of an event does not wait for an earlier one", Caught: writesOnce, Worlds: worlds(contested),
			Edits: edit("system/engine/deliver.go", "\tif p.held[event] {\n", "\tif p.held[event] && w.Kind == system.WriteCreate {\n")},
		{Number: 14, Promise: "C8", Name: "waiting writes are lost at a restart", Caught: writesOnce, Worlds: worlds(killedAmid),
			Edits: edit("system/store/store.go", "\tfor _, q := range queries {\n\t\tstmt, err := s.db.Prepare", "\tif _, err := s.db.ExecContext(ctx, `DELETE FROM outbox WHERE state = 'queued'`); err != nil {\n\t\treturn err\n\t}\n\tfor _, q := range queries {\n\t\tstmt, err := s.db.Prepare")},
		{Number: 43, Promise: "C8", Name: "an account that was down never has its waiting writes delivered", Caught: arrives, Worlds: worlds(killedAmid),
			Edits: []Edit{
				{"system/engine/poller.go", "\tp.mayHaveWrites, p.subscription.known = true, false\n", "\tp.subscription.known = false\n"},
				{"system/engine/deliver.go", "\tr.mayHaveWrites, r.retryAt = false, time.Time{}\n", "\tr.mayHaveWrites, r.retryAt = false, time.Time{}\n\tif len(pending) > 0 && time.Since(pending[0].AcceptedAt) > 10*time.Minute {\n\t\treturn nil\n\t}\n"},
			}},
		{Number: 44, Promise: "C8", Name: "what somebody else changed is overwritten after a conflict", Caught: writesOnce, Worlds: worlds(contested),
			Edits: edit("system/engine/attempt.go", "\tcase is.ETag != w.ETag:\n\t\tw.State, w.Reason = system.WriteConflict, \"The event was changed meanwhile.\"\n", "\tcase is.ETag != w.ETag:\n\t\tw.ETag = is.ETag\n")},
		{Number: 45, Promise: "C8", Name: "a conflict is taken for a success", Caught: writesOnce, Worlds: worlds(contested),
			Edits: edit("system/engine/attempt.go", "\tcase is.ETag != w.ETag:\n\t\tw.State,", "\tcase is.ETag != w.ETag:\n\t\tw.State = system.WriteDelivered\n\tcase false:\n\t\tw.State,")},
		{Number: 46, Promise: "C8", Name: "a write is given up at its first failure", Caught: writesOnce, Worlds: worlds(killedAmid),
			Edits: edit("system/engine/attempt.go", "\tcase finally(e):\n", "\tcase finally(e) || e.Class == system.ClassRetry:\n")},
		{Number: 47, Promise: "C2", Name: "reads do not show the owner's own waiting writes", Caught: readsTrue, Worlds: worlds(killedAmid),
			Edits: edit("system/store/event.go", "\tif overlaid {\n", "\tif false {\n")},
		{Number: 48, Promise: "C2", Name: "a delivered write vanishes from reads until a round shows it", Caught: readsTrue, Worlds: worlds(killedAmid, tornRounds),
			Edits: edit("system/store/write.go", "AND state = 'delivered' AND seen = 0 AND delivered_at > ? ORDER BY seq`", "AND state = 'delivered' AND seen = 0 AND delivered_at > ? AND 1 = 0 ORDER BY seq`")},
		{Number: 49, Promise: "C8", Name: "a write built on a create loses the id of what was made", Caught: writesOnce, Worlds: worlds(killedAmid, contested),
			Edits: edit("system/store/outbox.go", "\tcase w.Kind == system.WriteCreate && w.State == system.WriteDelivered:\n\t\t_, err = t.exec(updateDrafts,", "\tcase w.Kind == system.WriteCreate && w.State == system.WriteDelivered:\n\t\t_, err = t.exec(failDrafts, \"lost\", account, w.ID)\n\tcase false:\n\t\t_, err = t.exec(updateDrafts,")},
	}
}
