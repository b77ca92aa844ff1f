package types

import (
	"strings"
	"testing"
	"time"
)

func TestParseDatetime(t *testing.T) {
	readings := map[string]func([]byte) (int64, bool){
		"cast": ParseTimestamp, "input": ParseTimestampInput, "date": ParseDate, "time": ParseTime,
	}
	eachLine(t, "datetime.txt", "|", func(line string, f []string) {
		for _, text := range []string{f[1], "  " + f[1] + " "} {
			ms, ok := readings[f[0]]([]byte(text))
			got := "refused"
			if ok {
				got = string(AppendTimestamp(nil, ms))
			}
			if got != f[2] {
				t.Errorf("%s: got %s", line, got)
			}
			if _, widely := ParseTimestampInput([]byte(text)); f[0] == "cast" && ok && !widely {
				t.Errorf("%s: input decoding refuses what CAST takes", line)
			}
		}
	})
}

func TestDatetimeLiteral(t *testing.T) {
	for _, c := range []struct{ kind, text, want string }{
		{"DATE", "2004-12-02", "DATE '2004-12-02'"},
		{"TIME", "12:03:34", "TIME '12:03:34'"},
		{"TIMESTAMP", "2004-05-01 1:03:34", "TIMESTAMP '2004-05-01 01:03:34'"},
		{"TIMESTAMP", "2004-05-01 01:03:34.5", "TIMESTAMP '2004-05-01 01:03:34.500'"},
		{"DATE", "2004-12-02 ", "illegal DATE literal '2004-12-02 ': not in format 'yyyy-MM-dd'; write DATE '2004-12-02'"},
		{"DATE", "2004-02-30", "illegal DATE literal '2004-02-30': not in format 'yyyy-MM-dd'"},
		{"TIME", "12:03", "illegal TIME literal '12:03': not in format 'HH:mm:ss'; write TIME '12:03:00'"},
		{"TIMESTAMP", "2004-05-01", "illegal TIMESTAMP literal '2004-05-01': not in format 'yyyy-MM-dd HH:mm:ss'; write TIMESTAMP '2004-05-01 00:00:00'"},
		{"TIMESTAMP", "2004-05-01T01:03:34Z", "illegal TIMESTAMP literal '2004-05-01T01:03:34Z': not in format 'yyyy-MM-dd HH:mm:ss'; write TIMESTAMP '2004-05-01 01:03:34'"},
		{"TIMESTAMP", "2004-05-01 01:03", "illegal TIMESTAMP literal '2004-05-01 01:03': not in format 'yyyy-MM-dd HH:mm:ss'; write TIMESTAMP '2004-05-01 01:03:00'"},
		{"TIMESTAMP", "", "illegal TIMESTAMP literal '': not in format 'yyyy-MM-dd HH:mm:ss'"},
	} {
		v, err := ParseDatetimeLiteral(c.kind, c.text)
		got := string(AppendLiteral(nil, v))
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s '%s': got %s", c.kind, c.text, got)
		}
	}
}

func TestTimestampText(t *testing.T) {
	for _, c := range []struct {
		ms                         int64
		stamp, cast, date, timeOut string
	}{
		{0, "1970-01-01 00:00:00.000", "1970-01-01 00:00:00", "1970-01-01", "00:00:00"},
		{-1, "1969-12-31 23:59:59.999", "1969-12-31 23:59:59.999", "1969-12-31", "23:59:59"},
		{1561657488365, "2019-06-27 17:44:48.365", "2019-06-27 17:44:48.365", "2019-06-27", "17:44:48"},
		{253402300800000, "10000-01-01 00:00:00.000", "10000-01-01 00:00:00", "10000-01-01", "00:00:00"},
		{-62167219200001, "-0001-12-31 23:59:59.999", "-0001-12-31 23:59:59.999", "-0001-12-31", "23:59:59"},
		{-1 << 63, "-292275055-05-16 16:47:04.192", "-292275055-05-16 16:47:04.192", "-292275055-05-16", "16:47:04"},
	} {
		got := [4]string{
			string(AppendTimestamp(nil, c.ms)), string(AppendTimestampCast(nil, c.ms)), string(AppendDate(nil, c.ms)), string(AppendTime(nil, c.ms)),
		}
		if got != [4]string{c.stamp, c.cast, c.date, c.timeOut} {
			t.Errorf("%d: got %s", c.ms, strings.Join(got[:], ", "))
		}
	}
}

func TestParseBool(t *testing.T) {
	for text, want := range map[string][3]bool{
		"true": {true, true, true}, " FALSE ": {false, true, true}, "Unknown": {false, false, true}, "yes": {}, "": {}, "truely": {},
	} {
		if v, known, ok := ParseBool([]byte(text)); [3]bool{v, known, ok} != want {
			t.Errorf("%q: got %v %v %v", text, v, known, ok)
		}
	}
}

func FuzzParseTimestampInput(f *testing.F) {
	for _, seed := range []string{"1992-02-14", "1992-02-14 18:35:44.0", "2018-08-01T20:17:20.797945Z", "2018-08-01T20:17+01:00", " 0000-01-01 0:00 "} {
		f.Add(seed)
	}
	layouts := []string{"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04Z07:00"}
	f.Fuzz(func(t *testing.T, text string) {
		ms, ok := ParseTimestampInput([]byte(text))
		if cast, castOK := ParseTimestamp([]byte(text)); castOK && (!ok || cast != ms) {
			t.Fatalf("%q: CAST reads %d, input %d %v", text, cast, ms, ok)
		}
		if !ok {
			for _, layout := range layouts {
				if _, err := time.Parse(layout, text); err == nil && len(text) >= 17 && text[11] != ':' && text[12] != ':' {
					t.Fatalf("%q was refused", text)
				}
			}
			return
		}
		printed := AppendTimestamp(nil, ms)
		if back, ok := ParseTimestamp(printed); ms >= -62167219200000 && ms < 253402300800000 && (!ok || back != ms) {
			t.Fatalf("%q is %d, printed %s, read back %d %v", text, ms, printed, back, ok)
		}
	})
}

func BenchmarkAppendTimestamp(b *testing.B) {
	var dst []byte
	for b.Loop() {
		dst = AppendTimestamp(dst[:0], 1561657488365)
	}
}

func BenchmarkParseTimestampInput(b *testing.B) {
	text := []byte("2018-08-01T20:17:20.797945")
	for b.Loop() {
		if _, ok := ParseTimestampInput(text); !ok {
			b.Fatal("refused")
		}
	}
}
