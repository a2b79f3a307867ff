package naive_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/naive"
	"anchorage/harness/sut"
	"anchorage/harness/suttest"
	"anchorage/scenarios"
)

// Careless as it is, it is fit for virtual time: what its verdicts say is not
// about sockets or mutexes. The example of package suttest says it each time.
func TestConforms(t *testing.T) {
	if !full() {
		t.Skip("as TestEngineConforms of package suttest")
	}
	suttest.Conform(t, naive.Factory{})
}

func TestCapabilities(t *testing.T) {
	for _, row := range []struct {
		name, settings string
		poll           time.Duration
	}{
		{"no settings", ``, 15 * time.Minute},
		{"an empty map", `{}`, 15 * time.Minute},
		{"a poll", `{"poll_minutes":5}`, 5 * time.Minute},
	} {
		t.Run("OK/"+row.name, func(t *testing.T) {
			got, err := naive.Factory{}.Capabilities(json.RawMessage(row.settings))
			require.NoError(t, err)
			assert.Equal(t, sut.Capabilities{Poll: row.poll}, got)
		})
	}
	t.Run("ErrSettings", func(t *testing.T) {
		_, err := naive.Factory{}.Capabilities(json.RawMessage(`{"poll_minutes":"often"}`))
		require.ErrorContains(t, err, "naive: settings")
	})
}

// The settings of a scenario file are those of the factory, whichever it is.
func TestSettingsAreItsOwn(t *testing.T) {
	parse := func(system string) error {
		_, err := scenarios.Parse("test.yaml", []byte(world{}.text(system)), scenarios.Options{Settings: naive.Factory{}.Settings})
		return err
	}
	t.Run("OK", func(t *testing.T) { require.NoError(t, parse(`{poll_minutes: 10}`)) })
	t.Run("ErrAnothersKey", func(t *testing.T) {
		require.ErrorContains(t, parse(`{sync: {poll: 15m}}`), "sync")
	})
	t.Run("ErrValue", func(t *testing.T) {
		require.ErrorContains(t, parse(`{poll_minutes: often}`), "poll_minutes")
	})
	t.Run("Schema", func(t *testing.T) {
		schema, err := scenarios.Schema(naive.Factory{}.Settings())
		require.NoError(t, err)
		assert.Contains(t, string(schema), `"poll_minutes"`)
		assert.NotContains(t, string(schema), `"remediation"`, "that is a key of another system")
	})
}
