package explore_test

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/explore"
	"anchorage/harness/ours"
	"anchorage/harness/world"
	"anchorage/scenarios"
)

// read is what the loader makes of a rendered file.
func read(t *testing.T, text []byte) *scenarios.File {
	t.Helper()
	source, err := world.Job{Shipped: "drawn.yaml", Text: string(text)}.Source(ours.Factory{})
	require.NoError(t, err, "%s", text)
	f, err := source.File("")
	require.NoError(t, err)
	return f
}

// drawn is so many worlds that each choice has been made; readAgain is how many are
// read again when not all are asked to be.
const (
	drawn     = 600
	readAgain = 100
)

func TestDraw(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		worlds := readAgain
		if full() {
			worlds = drawn
		}
		for n := range uint64(worlds) {
			text := explore.Render(explore.Draw(n, nil), "a comment")
			again := explore.Render(read(t, text), "a comment")
			require.Equal(t, string(text), string(again))
		}
	})
	t.Run("OKSameNumber", func(t *testing.T) {
		assert.Equal(t, explore.Draw(7, nil), explore.Draw(7, nil))
		assert.NotEqual(t, explore.Render(explore.Draw(7, nil)), explore.Render(explore.Draw(8, nil)))
	})
	t.Run("OKBase", func(t *testing.T) {
		base := read(t, explore.Render(explore.Draw(3, nil)))
		kinds := map[string]bool{}
		for n := range uint64(20) {
			f := explore.Draw(n, base)
			for _, part := range [][2]any{{base.Fleet, f.Fleet}, {base.Owners, f.Owners}, {base.System, f.System}, {base.Clock, f.Clock}} {
				assert.True(t, reflect.DeepEqual(part[0], part[1]))
			}
			read(t, explore.Render(f))
			for _, r := range f.Faults {
				kinds[r.What()] = true
			}
		}
		assert.Greater(t, len(kinds), 10, "what goes wrong differs")
	})
}

func TestEveryKindIsDrawn(t *testing.T) {
	seen := map[string]int{}
	for n := range uint64(drawn) {
		for _, r := range explore.Draw(n, nil).Faults {
			for _, k := range explore.KindsOf(r.Inject) {
				seen[k]++
			}
		}
	}
	for _, k := range scenarios.FaultKinds() {
		assert.Greater(t, seen[k], drawn/50, "%s is drawn too seldom", k)
	}
}

// Worlds differ in every part that may differ.
func TestEveryPartIsDrawn(t *testing.T) {
	var all bytes.Buffer
	for n := range uint64(drawn) {
		all.Write(explore.Render(explore.Draw(n, nil)))
	}
	for _, part := range []string{
		"authorization: live", "microsoft365", "custom_domain_listed", "standard_unlisted", "other_sign_in",
		"writes_per_day", "decline: 0.3", "other_account: 0.3", "twice: 0.3", "series: 0", "poll: 5m", "poll: 30m", "notifications: true", "page_size: 5",
		"hint: email", "hint: mailbox_id", "remediation: auto", "Europe/London", "America/New_York", "T00:00:00Z, until", "2022-03-27T", "2022-03-13T",
		"every: 2s", "every: 47m", "nth: 1..3", "probability: 0.1", "share: 0.3", "name: chat, down", "name: pager, down",
		"down: 25m", "experiment: {after: 10m", "link_life: 30m", "per_hour: 1", "repeat: {after: 30m", "rules: alerts/2022.rules.yml", "alertmanager: alerts/2022.alertmanager.yml",
		"Australia/Sydney", "Australia/Lord_Howe", "America/St_Johns", "2022-10-01T15:30:00Z", "custom-domain: {address: custom_domain}", "cohort: custom-domain", "cohort: standard",
		"deploy: {sync: {page_size: 3", "deploy: {sync: {notifications: false", "deploy: {routing: {remediation: auto", "zones: [Europe/London, ", "deploy: {routing: {hint: none", "enable: {authorization", "try:", "relink: {select: failing",
	} {
		assert.Contains(t, all.String(), part)
	}
}
