package history

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"
)

// ReadOne reads a file that holds exactly one history.
func ReadOne(r io.Reader) (*History, error) {
	all, err := ReadAll(r)
	if err != nil {
		return nil, err
	}
	if len(all) != 1 {
		return nil, fmt.Errorf("history: the file holds %d histories; one was expected", len(all))
	}
	return all[0], nil
}

// ReadAll reads every history of a file. Errors say what is wrong with it:
// another kind of file, another version, cut short or altered.
func ReadAll(r io.Reader) ([]*History, error) {
	uncompressed, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("history: this is no history file: %w; expected one that replay --history saved", err)
	}
	in := &reader{lines: bufio.NewReaderSize(uncompressed, 1<<16)}
	var all []*History
	for {
		h, err := in.one()
		if errors.Is(err, io.EOF) && len(all) > 0 {
			return all, nil
		}
		if errors.Is(err, io.EOF) {
			return nil, errors.New("history: the file is empty")
		}
		if err != nil {
			return nil, fmt.Errorf("history: %w", err)
		}
		all = append(all, h)
	}
}

// Limits of a file, far above what a replay writes: a file that is no history must
// not fill the memory before that is seen.
const (
	maxLine    = 16 << 20 // bytes; a year of minutes needs a quarter of it
	maxHistory = 2 << 30  // bytes of one history's lines
)

// reader reads lines and counts them.
type reader struct {
	lines *bufio.Reader
	count int       // lines so far in the file
	bytes int       // of this history so far
	body  int       // lines so far of this history, its footer excluded
	sum   hash.Hash // over these
}

// next returns io.EOF only when the file ends before a line.
func (r *reader) next() ([]byte, error) {
	line, err := r.line()
	r.bytes += len(line)
	switch {
	case len(line) > maxLine:
		return nil, fmt.Errorf("line %d is longer than %d bytes; expected a file that replay --history saved", r.count+1, maxLine)
	case r.bytes > maxHistory:
		return nil, fmt.Errorf("a history of more than %d bytes; expected a file that replay --history saved", maxHistory)
	case err == nil:
		r.count++
		return line, nil
	case errors.Is(err, io.EOF) && len(line) == 0:
		return nil, io.EOF
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("the file is cut short after line %d", r.count)
	}
	return nil, fmt.Errorf("the file is damaged after line %d: %w", r.count, err)
}

// line is bufio.Reader.ReadBytes that gives up on a line without end.
func (r *reader) line() ([]byte, error) {
	var line []byte
	for {
		part, err := r.lines.ReadSlice('\n')
		line = append(line, part...)
		if !errors.Is(err, bufio.ErrBufferFull) || len(line) > maxLine {
			return line, err
		}
	}
}

// one reads from a header to its footer; io.EOF when no other history follows.
func (r *reader) one() (*History, error) {
	r.body, r.bytes, r.sum = 0, 0, sha256.New()
	line, err := r.next()
	if err != nil {
		return nil, err
	}
	h := &History{Series: map[string][]Minute{}}
	if err := readHeader(line, &h.Header); err != nil {
		return nil, fmt.Errorf("line %d: %w", r.count, err)
	}
	for {
		r.body++
		r.sum.Write(line)
		if line, err = r.next(); errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("the file is cut short after line %d", r.count)
		}
		if err != nil {
			return nil, err
		}
		if bytes.HasPrefix(line, []byte(`{"footer":`)) {
			return h, r.verify(line, h)
		}
		if err := readLine(line, h); err != nil {
			return nil, fmt.Errorf("line %d: %w", r.count, err)
		}
	}
}

// verify compares what was read with what the footer says.
func (r *reader) verify(line []byte, h *History) error {
	var f footerLine
	if err := json.Unmarshal(line, &f); err != nil {
		return fmt.Errorf("line %d: footer: %w", r.count, err)
	}
	if f.Footer.Lines != r.body || f.Footer.Events != len(h.Events) {
		return fmt.Errorf("lines are missing or added: %d lines with %d events before line %d, whose footer says %d with %d",
			r.body, len(h.Events), r.count, f.Footer.Lines, f.Footer.Events)
	}
	if sum := hex.EncodeToString(r.sum.Sum(nil)); sum != f.Footer.SHA256 {
		return fmt.Errorf("the file was altered: the lines before line %d have SHA-256 %s, its footer says %s", r.count, sum, f.Footer.SHA256)
	}
	return nil
}

// readHeader looks at the version before anything else: another version may
// spell the rest differently.
func readHeader(line []byte, h *Header) error {
	var probe struct {
		Header *struct {
			Version int `json:"version"`
		} `json:"header"`
	}
	if err := json.Unmarshal(line, &probe); err != nil || probe.Header == nil {
		return errors.New("a history begins here, but this is no header")
	}
	if v := probe.Header.Version; v != Version {
		return fmt.Errorf("the history has format version %d; this program reads version %d", v, Version)
	}
	var l headerLine
	if err := json.Unmarshal(line, &l); err != nil {
		return fmt.Errorf("header: %w", err)
	}
	*h = l.Header
	return nil
}

// readLine reads a line that is neither header nor footer.
func readLine(line []byte, h *History) error {
	switch {
	case bytes.HasPrefix(line, []byte(`{"t":`)):
		var l eventLine
		if err := json.Unmarshal(line, &l); err != nil {
			return fmt.Errorf("event: %w", err)
		}
		d, err := decodeData(l.Kind, l.Data)
		if err != nil {
			return err
		}
		h.Events = append(h.Events, Event{At: l.At, Actor: l.Actor, Seq: l.Seq, Data: d})
		return nil
	case bytes.HasPrefix(line, []byte(`{"series":`)):
		var l seriesLine
		if err := json.Unmarshal(line, &l); err != nil {
			return fmt.Errorf("series: %w", err)
		}
		return readSeries(l, h)
	case bytes.HasPrefix(line, []byte(`{"shape":`)):
		var l shapeLine
		if err := json.Unmarshal(line, &l); err != nil {
			return fmt.Errorf("shape: %w", err)
		}
		h.Shapes = append(h.Shapes, ShapeCount{l.Shape, l.Count, l.First, l.Last, sums(l.Deltas)})
		return nil
	case bytes.HasPrefix(line, []byte(`{"totals":`)):
		var l totalsLine
		if err := json.Unmarshal(line, &l); err != nil {
			return fmt.Errorf("totals: %w", err)
		}
		h.Header.Faults, h.Requests = l.Totals.Faults, l.Totals.Requests
		return nil
	}
	return errors.New("a line of unknown kind")
}

func readSeries(l seriesLine, h *History) error {
	for _, c := range columns {
		if c.name != l.Column {
			continue
		}
		samples, known := h.Series[l.Series]
		if !known {
			if minutes := int(h.Header.Until.Sub(h.Header.From) / time.Minute); len(l.Deltas) > max(minutes, 0) {
				return fmt.Errorf("series %s: %d samples; expected one for each of the clock's %d minutes", l.Series, len(l.Deltas), minutes)
			}
			samples = make([]Minute, len(l.Deltas))
			h.Series[l.Series] = samples
		}
		if len(samples) != len(l.Deltas) {
			return fmt.Errorf("series %s: column %s has %d samples, the one before has %d", l.Series, l.Column, len(l.Deltas), len(samples))
		}
		for i, v := range sums(l.Deltas) {
			*c.of(&samples[i]) = v
		}
		return nil
	}
	return fmt.Errorf("series %s: unknown column %q", l.Series, l.Column)
}
