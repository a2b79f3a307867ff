package history

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever a file holds, it is a history that can be written and read again, or
// it is refused. Run it for longer with
//
//	go test ./harness/history -run '^$' -fuzz FuzzReadAll -fuzztime 10m -fuzzminimizetime 2s -parallel 1
//
// The fuzzer writes the lines of one history. A footer that agrees with them is
// added, or no altered line would ever be looked at; without lines it writes the
// file itself.
func FuzzReadAll(f *testing.F) {
	whole := linesOfFile(f, written(f, full("x")))
	lines := bytes.SplitAfter(whole, []byte("\n"))
	body := bytes.Join(lines[:len(lines)-2], nil) // without the footer, and the nothing after it
	f.Add(body, true)
	f.Add(lines[0], true)
	f.Add(bytes.Join(lines[1:], nil), true)
	for _, edit := range [][2]string{
		{`"version":1`, `"version":2`}, {`"deltas":[`, `"deltas":[9223372036854775807,`}, {`"k":"`, `"k":"x`}, {`"d":{`, `"d":[{`}, {`"t":"2`, `"t":"9`},
		{`"n":1`, `"n":-1`}, {`"count":`, `"count":-`}, {`"column":"failing"`, `"column":""`}, {`{"totals":`, `{"totals":null,"x":`}, {"\n", "\n\n"}, {`,"until":"2`, `,"until":"0`},
	} {
		f.Add(bytes.Replace(body, []byte(edit[0]), []byte(edit[1]), 1), true)
	}
	f.Add(written(f, full("x")), false)
	f.Add(written(f, full("x"), full("y"))[:700], false)
	f.Fuzz(func(t *testing.T, text []byte, isLines bool) {
		file := text
		if isLines {
			file = withFooter(t, text)
		}
		all, err := ReadAll(bytes.NewReader(file))
		if err != nil {
			require.ErrorContains(t, err, "history: ")
			return
		}
		require.NotEmpty(t, all)
		var b bytes.Buffer
		if WriteAll(&b, all) != nil {
			return // instants and numbers that no world has
		}
		again, err := ReadAll(&b)
		require.NoError(t, err)
		require.Len(t, again, len(all))
		for i := range all {
			require.Equal(t, Hash(all[i]), Hash(again[i]))
		}
	})
}

func linesOfFile(f *testing.F, file []byte) []byte {
	f.Helper()
	r, err := linesOf(bytes.NewReader(file))
	require.NoError(f, err)
	var b bytes.Buffer
	_, err = r.WriteTo(&b)
	require.NoError(f, err)
	return b.Bytes()
}

// withFooter is a file of the lines and a footer that agrees with them.
func withFooter(t *testing.T, body []byte) []byte {
	t.Helper()
	if len(body) > 0 && body[len(body)-1] != '\n' {
		body = append(bytes.Clone(body), '\n')
	}
	sum := sha256.Sum256(body)
	events := 0
	for line := range bytes.Lines(body) {
		if bytes.HasPrefix(line, []byte(`{"t":`)) {
			events++
		}
	}
	end, err := json.Marshal(footerLine{footer{Events: events, Lines: bytes.Count(body, []byte("\n")), SHA256: hex.EncodeToString(sum[:])}})
	require.NoError(t, err)
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err = w.Write(append(bytes.Clone(body), append(end, '\n')...))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}
