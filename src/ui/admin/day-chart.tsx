/** Numbers of each day as stacked bars; the table on the same page says them to whoever cannot see it. */
import { Bar, BarChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';

interface DayChartProps {
  /** `YYYY-MM-DD`, and a number for each name of `series`. */
  days: readonly { day: string; [name: string]: number | string }[];
  /** From the bottom up, each with a colour of the page. */
  series: readonly { name: string; color: 'good' | 'bad' | 'brass' }[];
  format?: (value: number) => string;
}

export function DayChart({ days, series, format = (value) => value.toLocaleString('en') }: DayChartProps) {
  const data = days.map((one) => ({ ...one, day: one.day.slice(5) }));
  return (
    <div aria-hidden className="h-56">
      <ResponsiveContainer
        width="100%"
        height="100%"
        minWidth={0}
        initialDimension={{ width: 300, height: 224 }}
      >
        <BarChart data={data} margin={{ top: 4, right: 4, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <XAxis dataKey="day" tickLine={false} stroke="var(--quiet)" fontSize={12} minTickGap={24} />
          <YAxis
            allowDecimals={false}
            tickFormatter={format}
            tickLine={false}
            axisLine={false}
            width="auto"
            stroke="var(--quiet)"
            fontSize={12}
          />
          <Tooltip
            cursor={{ fill: 'var(--subtle)' }}
            formatter={(value) => format(Number(value))}
            contentStyle={{ background: 'var(--surface)', borderColor: 'var(--line)', borderRadius: 8 }}
          />
          {series.map(({ name, color }) => (
            <Bar key={name} dataKey={name} stackId="day" fill={`var(--${color})`} isAnimationActive={false} />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
