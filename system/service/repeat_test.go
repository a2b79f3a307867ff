package service_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/internal/standin"
	"anchorage/system/relink"
)

// TestRunsAreAlike: the provider and the mail server see the same, byte for byte
// and at the same instants, in every run.
func TestRunsAreAlike(t *testing.T) {
	seen := map[string]int{}
	for range 5 {
		bubble(t, "", func(t *testing.T, f *fixture) {
			f.link(anna, system.OutlookCom, system.Live)
			f.link(eve, system.OutlookCom, system.Live)
			f.link(bo, system.Microsoft365, system.IdentityPlatform)
			f.provider.SetFault(needsID)
			time.Sleep(3 * time.Hour)
			require.NoError(t, f.Deploy(json.RawMessage(`{"authorization":"identity_platform"}`)))
			require.NoError(t, f.Enable(json.RawMessage(`{"authorization":"identity_platform","routing":{"hint":"mailbox_id"}}`)))
			require.NoError(t, f.Relink(t.Context(), relink.Campaign{Select: relink.Failing, PerHour: 1}))
			time.Sleep(time.Hour)
			require.NotEmpty(t, f.mail.Letters())
			f.follow(f.provider.Consent(f.relinkURL(0), anna.Address))
			time.Sleep(time.Hour)
			seen[trace(f)]++
		})
	}
	assert.Len(t, seen, 1)
}

func trace(f *fixture) string {
	var b strings.Builder
	for _, r := range f.provider.Requests() {
		fmt.Fprintln(&b, r.At.UnixNano(), r.Method, r.Host, r.Path, r.Form, r.Header)
	}
	for _, l := range f.mail.Letters() {
		fmt.Fprintln(&b, l.At.UnixNano(), l.To, l.Raw)
	}
	return strings.ReplaceAll(b.String(), standin.Marker, "")
}
