package mutants

const (
	rules        = "system/alerting/rules.yml.tmpl"
	alertmanager = "system/alerting/default.alertmanager.yml"
)

// ofAlerts are mistakes in the alert rules, the Alertmanager configuration, the
// figures below them and delivery.
func ofAlerts() []Mutant {
	return []Mutant{
		{Number: 18, Promise: "A1", Name: "the rules omit one provider", Caught: "somebody is paged for Microsoft 365", Worlds: worlds(identityOutage),
			Edits: edit(rules, "that an outage with gaps is one page.\n<<- range .Providers>>", "that an outage with gaps is one page.\n<<- range slice .Providers 0 1>>")},
		{Number: 19, Promise: "A1", Name: "for: 5m becomes 5h", Caught: "alert-look_now-outlook.com-within-30min", Worlds: worlds(small),
			Edits: edit(rules, "for: <<$.ProviderFailing.For>>", "for: 5h")},
		{Number: 20, Promise: "A2", Name: "the share that fails is taken of the whole fleet", Caught: "a small provider pages as a large one does", Worlds: worlds(outOfReach),
			Edits: edit(rules, "/ sum by (provider) (last_over_time(anchorage_accounts{state=~\"failing|healthy\"}[<<$.Memory>>]))", "/ scalar(sum(last_over_time(anchorage_accounts{state=~\"failing|healthy\"}[<<$.Memory>>])))")},
		{Number: 21, Promise: "A3", Name: "a failure counts before its retry", Caught: "the chat stays readable", Worlds: worlds(flickerStorm),
			Edits: edit("system/engine/retry.go", "\tif !r.patient || r.tries >= *r.settings.Sync.Retries || !passing(e) {\n", "\tif true || !r.patient || !passing(e) {\n")},
		{Number: 22, Promise: "A4", Name: "send_resolved: false at the chat", Caught: "it arrives once, and its closure once", Worlds: worlds(chatDown),
			Edits: edit(alertmanager, "        username: alerts\n        send_resolved: true", "        username: alerts\n        send_resolved: false")},
		{Number: 23, Promise: "A5", Name: "keep_firing_for is gone from informational alerts", Caught: "so is a mailbox with gaps", Worlds: worlds(longAndGappy),
			Edits: edit(rules, "        keep_firing_for: <<$.SomeAccountsFailing.KeepFiring>>\n", "")},
		{Number: 24, Promise: "A7", Name: "the guard against absent figures is gone", Caught: "a service that is down pages", Worlds: worlds(longAndGappy),
			Edits: edit(rules, "expr: absent(up{job=\"anchorage\"} == 1)", "expr: up{job=\"anchorage\"} < 0")},
		{Number: 25, Promise: "A8", Name: "the clock of escalation starts anew at each flicker", Caught: "what stays open comes to the list for the morning, whatever happens elsewhere", Worlds: worlds(longAndGappy),
			Edits: edit(rules, "ALERTS{severity=\"informational\", alertstate=\"firing\"}, \"open\"", "ALERTS{severity=\"informational\", alertstate=\"firing\"} and on (provider) provider:accounts_failing:share > 0, \"open\"")},
		{Number: 26, Promise: "A9", Name: "working hours are taken in UTC", Caught: "the pager's morning list is the first that anybody notices", Worlds: worlds(longOpen),
			Edits: edit("sim/people/schedule.go", "\treturn d.at(s.Hours.From.D(), zone), d.at(s.Hours.Until.D(), zone), true\n", "\treturn d.at(s.Hours.From.D(), time.UTC), d.at(s.Hours.Until.D(), time.UTC), true\n")},
		{Number: 50, Promise: "A1", Name: "look_now goes to the chat", Caught: "noticed-by-page", Worlds: worlds(small),
			Edits: edit(alertmanager, "receiver: look-now\n", "receiver: chat\n")},
		{Number: 51, Promise: "A1", Name: "look_now waits twenty minutes for company", Caught: "the page does not wait for the chat", Worlds: worlds(chatDown),
			Edits: edit(alertmanager, "group_wait: 10s\n", "group_wait: 20m\n")},
		{Number: 52, Promise: "A1", Name: "look_now needs three quarters of the fleet", Caught: "somebody is paged", Worlds: worlds(throttled),
			Edits: edit(rules, "share{provider=\"<<.>>\"} > <<$.ProviderFailing.Share>>", "share{provider=\"<<.>>\"} > 0.75")},
		{Number: 53, Promise: "A2", Name: "notices of both providers are put together", Caught: "so is a mailbox with gaps", Worlds: worlds(longAndGappy),
			Edits: edit(alertmanager, "group_by: [alertname, provider]", "group_by: [alertname]")},
		{Number: 54, Promise: "A8", Name: "look_now inhibits review_soon of every provider", Caught: "what stays open comes to the list for the morning, whatever happens elsewhere", Worlds: worlds(longAndGappy),
			Edits: edit(alertmanager, "    equal: [provider]\n", "")},
		{Number: 55, Promise: "A8", Name: "look_now inhibits nothing", Caught: "what is looked at now is not put on the list for the morning as well", Worlds: worlds(outOfReach),
			Edits: edit(alertmanager, "  - source_matchers: [severity=\"look_now\"]", "  - source_matchers: [severity=\"nothing\"]")},
		{Number: 56, Promise: "A4", Name: "what is open is told again each ten minutes", Caught: "it arrives once, and its closure once", Worlds: worlds(chatDown),
			Edits: edit(alertmanager, "repeat_interval: 24h", "repeat_interval: 10m")},
		{Number: 57, Promise: "A1", Name: "a smaller share that lasts is on nobody's list", Caught: "a tenth that fails for long is on the list for the morning", Worlds: worlds(longAndGappy),
			Edits: edit(rules, "share{provider=\"<<.>>\"} > <<$.AccountsKeepFailing.Share>>", "share{provider=\"<<.>>\"} > 0.5")},
		{Number: 58, Promise: "A7", Name: "a notice that was refused is not sent again", Caught: "the notice arrives when the chat works again", Worlds: worlds(chatDown),
			Edits: edit("system/alerting/retry.go", "\t\tif err == nil || !again {\n\t\t\treturn false, err\n", "\t\tif true || err == nil || !again {\n\t\t\treturn false, nil\n")},
		{Number: 79, Promise: "A4", Name: "send_resolved: false at the pager", Caught: alertsClose, Worlds: worlds(small),
			Edits: edit(alertmanager, "        severity: critical\n        send_resolved: true", "        severity: critical\n        send_resolved: false")},
		{Number: 80, Promise: "A4", Name: "an alert that has fired once fires for ever", Caught: alertsClose, Worlds: worlds(small),
			Edits: edit(rules, "- alert: ProviderFailing\n        expr: provider:accounts_failing:share{provider=\"<<.>>\"} > <<$.ProviderFailing.Share>>", "- alert: ProviderFailing\n        expr: provider:accounts_failing:share{provider=\"<<.>>\"} > <<$.ProviderFailing.Share>> or ALERTS{alertname=\"ProviderFailing\", provider=\"<<.>>\", alertstate=\"firing\"}")},
		{Number: 59, Promise: "A6", Name: "counting begins with the first round, so that a restart closes what is open",
			Caught: outlast, Worlds: worlds(longAndGappy),
			Edits: edit(rules, "          sum by (provider) (last_over_time(anchorage_accounts{state=\"failing\"}[<<$.Memory>>]))", "          sum by (provider) (anchorage_accounts{state=\"failing\"})")},
		{Number: 60, Promise: "A5", Name: "keep_firing_for is gone from look_now", Caught: gapsJoin, Worlds: worlds(longAndGappy),
			Edits: edit(rules, "        keep_firing_for: <<$.ProviderFailing.KeepFiring>>\n", "")},
		{Number: 61, Promise: "A3", Name: "the chat hears of failed requests instead of failing accounts", Caught: "the chat stays readable", Worlds: worlds(flickerStorm),
			Edits: edit(rules, "- alert: SomeAccountsFailing\n        expr: provider:accounts_failing:share{provider=\"<<.>>\"} > <<$.SomeAccountsFailing.Share>>\n", "- alert: SomeAccountsFailing\n        expr: sum by (provider) (increase(anchorage_requests_total{provider=\"<<.>>\", code=\"503\"}[5m])) > 0\n")},
		{Number: 62, Promise: "A1", Name: "accounts that fail are counted as healthy", Caught: "the page is the first that anybody notices", Worlds: worlds(chatDown),
			Edits: edit("system/alerting/fleet.go", "slices.Index(system.States, all[i].State); s >= 0 {\n", "slices.Index(system.States, all[i].State); s >= 0 {\n\t\t\t\tif all[i].State == system.StateFailing {\n\t\t\t\t\ts = slices.Index(system.States, system.StateHealthy)\n\t\t\t\t}\n")},
		{Number: 63, Promise: "A7", Name: "no heartbeat is delivered", Caught: noticesArrive, Worlds: worlds(small),
			Edits: edit(alertmanager, "      receiver: heartbeat\n", "      receiver: chat\n")},
	}
}
