package scenarios_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/jsonschema-go/jsonschema"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/scenarios"
)

func resolved(t *testing.T, text []byte) *jsonschema.Resolved {
	t.Helper()
	s := new(jsonschema.Schema)
	require.NoError(t, json.Unmarshal(text, s))
	r, err := s.Resolve(nil)
	require.NoError(t, err)
	return r
}

// document is a YAML text as a schema's validator wants it.
func document(t *testing.T, text []byte) any {
	t.Helper()
	var v any
	require.NoError(t, yaml.Unmarshal(text, &v))
	b, err := json.Marshal(v)
	require.NoError(t, err)
	var out any
	require.NoError(t, json.Unmarshal(b, &out))
	return out
}

// The part of schema.json that describes the system's settings is compared where
// the system is known (harness/ours).
func TestSchemaIsUpToDate(t *testing.T) {
	without := func(text []byte) any {
		var s map[string]any
		require.NoError(t, json.Unmarshal(text, &s))
		delete(s["$defs"].(map[string]any), "settings")
		return s
	}
	committed, err := os.ReadFile("schema.json")
	require.NoError(t, err)
	generated, err := scenarios.Schema(nil)
	require.NoError(t, err)
	assert.Equal(t, without(generated), without(committed), "write schema.json anew with the command line's schema")
}

func TestSchemaAcceptsShippedFiles(t *testing.T) {
	committed, err := os.ReadFile("schema.json")
	require.NoError(t, err)
	schema := resolved(t, committed)
	shipped, err := filepath.Glob("*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, shipped)
	for _, path := range shipped {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.NoError(t, schema.Validate(document(t, text)), path)
	}
}

// What an editor shows as wrong is wrong for the loader, too; the loader knows
// more.
func TestSchemaRefuses(t *testing.T) {
	text, err := scenarios.Schema(new(settings))
	require.NoError(t, err)
	schema := resolved(t, text)
	require.NoError(t, schema.Validate(document(t, []byte(good))))
	for name, row := range map[string]struct{ old, new string }{
		"UnknownKey":        {"seed: 1", "seed: 1\nsead: 2"},
		"MissingKey":        {"title: Demo\n", ""},
		"Name":              {"name: demo", "name: Demo"},
		"Provider":          {"provider: outlook.com\n", "provider: hotmail\n"},
		"Mailboxes":         {"mailboxes: 12", "mailboxes: 0"},
		"Share":             {"custom_domain: 0.25", "custom_domain: 1.25"},
		"ShareAsText":       {"custom_domain: 0.25", "custom_domain: lots"},
		"Duration":          {"poll: 15m", "poll: 15"},
		"DurationAsText":    {"poll: 15m", "poll: soon"},
		"Hint":              {"sync: {poll: 15m}", "routing: {hint: postcode}"},
		"SettingsKey":       {"sync: {poll: 15m}", "sink: {poll: 15m}"},
		"Hours":             {"09:00-17:30", "9-5"},
		"Bounds":            {"0.9..1.0", "0.9-1.0"},
		"State":             {"state: identified", "state: unsure"},
		"FaultWithoutName":  {"  - name: overload\n    at", "  - at"},
		"Operation":         {"match: {provider: outlook.com}", "match: {operation: [sync]}"},
		"VariantOfVariant":  {"    title: Calm", "    variants: {}"},
		"VariantName":       {"    title: Calm", "    name: calm"},
		"ListItemInVariant": {"    faults: []", "    faults: [{name: a}]"},
		"NoFleet":           {"    faults: []", "    fleet: []"},
		"Null":              {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "claim: null"},
	} {
		t.Run(name, func(t *testing.T) {
			bad := []byte(spoil(t, row.old, row.new))
			require.Error(t, schema.Validate(document(t, bad)))
			problems(t, string(bad), options())
		})
	}
}

func TestSchemaOfSettings(t *testing.T) {
	text, err := scenarios.Schema(settings{})
	require.NoError(t, err)
	var s jsonschema.Schema
	require.NoError(t, json.Unmarshal(text, &s))
	of := s.Defs["settings"].Properties
	assert.Equal(t, []any{"none", "email", "mailbox_id"}, of["routing"].Properties["hint"].Enum)
	assert.NotEmpty(t, of["sync"].Properties["poll"].Pattern)
	assert.Equal(t, []string{"number", "string"}, of["sync"].Properties["share"].Types)
	assert.Equal(t, "integer", of["sync"].Properties["retries"].Type, "null is no value")
	again, err := scenarios.Schema(new(settings))
	require.NoError(t, err)
	assert.Equal(t, string(text), string(again))
}
