/** Questions a day as stacked bars; the table beside it says the same to whoever cannot see it. */
import { Bar, BarChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { Overview } from '#lib/contracts/admin-usage.ts';

export function QuestionsChart({ questions }: { questions: Overview['questions'] }) {
  const data = questions.map(({ day, asked, unanswered }) => ({
    day: day.slice(5),
    Answered: asked - unanswered,
    Unanswered: unanswered,
  }));
  return (
    <div aria-hidden className="h-56">
      <ResponsiveContainer
        width="100%"
        height="100%"
        minWidth={0}
        initialDimension={{ width: 300, height: 224 }}
      >
        <BarChart data={data} margin={{ top: 4, right: 4, bottom: 0, left: -24 }} accessibilityLayer={false}>
          <XAxis dataKey="day" tickLine={false} stroke="var(--quiet)" fontSize={12} minTickGap={24} />
          <YAxis
            allowDecimals={false}
            tickLine={false}
            axisLine={false}
            stroke="var(--quiet)"
            fontSize={12}
          />
          <Tooltip
            cursor={{ fill: 'var(--subtle)' }}
            contentStyle={{ background: 'var(--surface)', borderColor: 'var(--line)', borderRadius: 8 }}
          />
          <Bar dataKey="Answered" stackId="day" fill="var(--good)" isAnimationActive={false} />
          <Bar dataKey="Unanswered" stackId="day" fill="var(--bad)" isAnimationActive={false} />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
